// Builds static/dist from static/, node_modules and the icon names in use. Same input, same bytes.
// Every file carries a hash of its content in its name; manifest.json says which name is which file.
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, readdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { basename, dirname, extname, join, relative } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { brotliCompress, constants, gzip } from "node:zlib";
import { build, transform } from "esbuild";
import { onePath } from "./one_path.mjs";

const ROOT = dirname(dirname(fileURLToPath(import.meta.url)));
const DIST = join(ROOT, "static/dist");
const MODULES = join(ROOT, "node_modules");
const FONTS = join(MODULES, "@fontsource-variable/source-sans-3/files");
const ICONS = join(MODULES, "lucide-static/icons");
const IMAGES = join(ROOT, "static/images");
// The oldest browsers on which everything looks as designed; older ones still get all content.
const TARGET = ["chrome87", "edge88", "firefox78", "safari14.1"];
const COMPRESSED = new Set([".css", ".js", ".svg"]); // woff2 and png are compressed already
const HASH_CHARACTERS = 8;

class BuildError extends Error {}

const read = (...parts) => readFile(join(...parts), "utf8");

// --- what goes in: each returns [[logical name, content], …]

async function fonts() {
  const of = (subset) => readFile(join(FONTS, `source-sans-3-${subset}-wght-normal.woff2`));
  const subsets = ["latin", "latin-ext"];
  return Promise.all(subsets.map(async (subset) => [`source-sans-3-${subset}.woff2`, await of(subset)]));
}

async function images() {
  const names = (await readdir(IMAGES)).sort();
  return Promise.all(names.map(async (name) => [name, await readFile(join(IMAGES, name))]));
}

async function vendorScripts() {
  const sources = { "leaflet.js": "leaflet/dist/leaflet.js", "markercluster.js": "leaflet.markercluster/dist/leaflet.markercluster.js" };
  const withoutMap = (text) => text.replace(/\n?\/\/# sourceMappingURL=.*\s*$/, "\n");
  return Promise.all(Object.entries(sources).map(async ([name, path]) => [name, withoutMap(await read(MODULES, path))]));
}

async function vendorStyle() {
  const leaflet = await read(MODULES, "leaflet/dist/leaflet.css");
  const cluster = await read(MODULES, "leaflet.markercluster/dist/MarkerCluster.css");
  const withoutPictures = leaflet.replace(/[^{}]*\{[^{}]*url\([^{}]*\}/g, ""); // we draw our own pins and controls
  const { code } = await transform(withoutPictures + cluster, { loader: "css", minify: true, target: TARGET });
  return [["leaflet.css", code]];
}

async function scripts() {
  const of = async (name, entry, format = "iife") => [name, await bundled({ entryPoints: [join(ROOT, entry)], format })];
  return Promise.all([
    of("main.js", "static/js/main.js"),
    of("staff.js", "static/js/staff.js"),
    of("map.js", "static/js/map/main.js"),
    of("map-vector.js", "static/js/map/vector/main.js", "esm"), // a module: loaded by import()
    of("offline.js", "static/js/offline/page/main.js"),
    of("embed.js", "static/js/embed/frame.js"),
    of("embed-host.js", "static/js/embed/host.js"),
    of("screen.js", "static/js/screen/main.js"),
    of("worker.js", "static/js/worker/main.js"),
  ]);
}

// `url(name)` in our own style sheets is the logical name of a font or an image.
async function styles(hashedNames) {
  const addresses = {
    name: "hashed-addresses",
    setup(builder) {
      builder.onResolve({ filter: /.*/ }, ({ path, kind, importer }) => {
        if (kind !== "url-token") return undefined;
        if (!(path in hashedNames)) {
          throw new BuildError(`${relative(ROOT, importer)} asks for url(${path}), which is no font or image we have.`);
        }
        return { path: `./${hashedNames[path]}`, external: true };
      });
    },
  };
  const of = async (name, entry) => [name, await bundled({ entryPoints: [join(ROOT, entry)], plugins: [addresses] })];
  return Promise.all([
    of("main.css", "static/css/main.css"), of("map.css", "static/css/map.css"), of("staff.css", "static/css/staff.css"),
    of("embed.css", "static/css/embed.css"), of("screen.css", "static/css/screen.css"),
  ]);
}

async function bundled(options) {
  const result = await build({ ...options, bundle: true, minify: true, target: TARGET, write: false, logLevel: "silent" });
  return result.outputFiles[0].text;
}

// --- the icons in use, as one sprite

async function sprite() {
  const users = await iconUsers();
  const unknown = [...users].filter(([name]) => !existsSync(join(ICONS, `${name}.svg`)));
  if (unknown.length) {
    const list = unknown.map(([name, user]) => `"${name}" in ${user}`).join(", ");
    throw new BuildError(`There is no lucide icon called ${list}. Look up its name and correct it there.`);
  }
  const { version } = JSON.parse(await read(MODULES, "lucide-static/package.json"));
  const symbols = await Promise.all([...users.keys()].sort().map(symbol));
  const notice = `<!-- lucide ${version}, ISC License, Copyright (c) Lucide Icons and Contributors -->`;
  return [["icons.svg", `<svg xmlns="http://www.w3.org/2000/svg">${notice}${symbols.join("")}</svg>\n`]];
}

async function symbol(name) {
  const drawing = await read(ICONS, `${name}.svg`);
  const shapes = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${onePath(shapes.replace(/\s*\n\s*/g, "").replaceAll(" />", "/>"))}</symbol>`;
}

// name → the first file that uses it
async function iconUsers() {
  const users = new Map();
  const rules = [
    ["webapp", ".toml", /^icon = "([^"]+)"/gm],
    ["webapp", ".py", /\b(?:icon(?:: str)?\s?=\s?|Fact\(\s*)["']([a-z0-9-]+)["']/g],
    ["webapp", ".py", /DeskCard\(\s*_\("[^"]*"\),\s*"([a-z0-9-]+)"/g],
    ["webapp", ".py", /lambda: _\("[^"]*"\), "([a-z0-9-]+)"/g],
    ["templates", ".html", /\bicon\(\s*["']([a-z0-9-]+)["']/g],
  ];
  for (const [folder, extension, pattern] of rules) {
    for (const path of await filesIn(join(ROOT, folder), extension)) {
      for (const [, name] of (await read(path)).matchAll(pattern)) {
        if (!users.has(name)) users.set(name, relative(ROOT, path));
      }
    }
  }
  return users;
}

async function filesIn(folder, extension) {
  const entries = await readdir(folder, { recursive: true });
  return entries.filter((name) => extname(name) === extension).sort().map((name) => join(folder, name));
}

// --- what comes out

function hashedName(name, content) {
  const hash = createHash("sha256").update(content).digest("hex").slice(0, HASH_CHARACTERS);
  return `${basename(name, extname(name))}.${hash}${extname(name)}`;
}

function manifestOf(files) {
  return Object.fromEntries(files.map(([name, content]) => [name, hashedName(name, content)]));
}

async function withSiblings(name, content) {
  if (!COMPRESSED.has(extname(name))) return [[name, content]];
  const bytes = Buffer.from(content);
  const params = { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length };
  const [zipped, brotli] = await Promise.all([
    promisify(gzip)(bytes, { level: 9 }),
    promisify(brotliCompress)(bytes, { params }),
  ]);
  return [[name, content], [`${name}.gz`, zipped], [`${name}.br`, brotli]];
}

// A running server never meets half a file, and meets the manifest only when all its files are there.
async function writeWhole(name, content) {
  const target = join(DIST, name);
  await writeFile(`${target}.new`, content);
  await rename(`${target}.new`, target);
}

async function write(files) {
  const manifest = manifestOf(files);
  await mkdir(DIST, { recursive: true });
  const all = (await Promise.all(files.map(([name, content]) => withSiblings(manifest[name], content)))).flat();
  await Promise.all(all.map(([name, content]) => writeWhole(name, content)));
  const sorted = Object.fromEntries(Object.entries(manifest).sort());
  await writeWhole("manifest.json", `${JSON.stringify(sorted, null, 2)}\n`);
  const kept = new Set(["manifest.json", ...all.map(([name]) => name)]);
  const stale = (await readdir(DIST)).filter((name) => !kept.has(name));
  await Promise.all(stale.map((name) => rm(join(DIST, name), { recursive: true })));
}

async function main() {
  const plain = (await Promise.all([fonts(), images()])).flat();
  const made = await Promise.all([scripts(), styles(manifestOf(plain)), vendorScripts(), vendorStyle(), sprite()]);
  await write([...plain, ...made.flat()]);
}

try {
  await main();
} catch (error) {
  const why = error.errors?.map(({ text, location }) => `${location?.file ?? ""} ${text}`.trim()).join("\n");
  console.error(`The front-end could not be built. ${why ?? (error instanceof BuildError ? error.message : error.stack)}`);
  process.exitCode = 1;
}
