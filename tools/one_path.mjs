// A drawing of lucide as few elements as possible. Each use of an icon copies all of them into the page, which has to style
// and lay them out: a list has a hundred icons. All are drawn by the same line, so one path draws what four shapes did.
const ROUNDING = 4; // digits: a thousandth of what an eye sees

const SHAPE = /<(path|line|circle|ellipse|rect|polyline|polygon)\b([^>]*?)\/?>/g;

// Every attribute that says where a shape is; others (a dot that is filled) say how it is drawn.
const PATHS = {
  path: [["d"], ({ d }) => d],
  line: [["x1", "y1", "x2", "y2"], ({ x1, y1, x2, y2 }) => `M${x1} ${y1}L${x2} ${y2}`],
  circle: [["cx", "cy", "r"], ({ cx, cy, r }) => oval(+cx, +cy, +r, +r)],
  ellipse: [["cx", "cy", "rx", "ry"], ({ cx, cy, rx, ry }) => oval(+cx, +cy, +rx, +ry)],
  rect: [["x", "y", "width", "height", "rx", "ry"], rectangle],
  polyline: [["points"], ({ points }) => `M${points}`],
  polygon: [["points"], ({ points }) => `M${points}z`],
};

export function onePath(shapes) {
  if (shapes.replace(SHAPE, "").trim()) return shapes; // something that is no shape: left alone
  const groups = new Map(); // how they are drawn → their paths
  for (const [, tag, written] of shapes.matchAll(SHAPE)) {
    const [places, path] = PATHS[tag];
    const told = attributes(written);
    const look = told.filter(([name]) => !places.includes(name)).map(([name, value]) => ` ${name}="${value}"`).join("");
    groups.set(look, [...(groups.get(look) ?? []), path(Object.fromEntries(told))]);
  }
  return [...groups].map(([look, paths]) => `<path d="${joined(paths)}"${look}/>`).join("");
}

// A path that begins with a small m begins at the corner of the drawing; behind another one it would begin where that ends.
const joined = (paths) => paths.map((path) => (path.startsWith("m") ? `M0 0${path}` : path)).join("");

const attributes = (written) => [...written.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, name, value]) => [name, value]);

const oval = (cx, cy, rx, ry) =>
  `M${short(cx - rx)} ${short(cy)}a${rx} ${ry} 0 1 0 ${short(2 * rx)} 0a${rx} ${ry} 0 1 0 ${short(-2 * rx)} 0z`;

function rectangle({ x = 0, y = 0, width, height, rx, ry }) {
  const [across, down] = [+(rx ?? ry ?? 0), +(ry ?? rx ?? 0)];
  const [wide, high] = [short(width - 2 * across), short(height - 2 * down)];
  const corner = (dx, dy) => (across || down ? `a${across} ${down} 0 0 1 ${dx} ${dy}` : "");
  return (
    `M${short(+x + across)} ${y}h${wide}${corner(across, down)}v${high}${corner(-across, down)}` +
    `h${-wide}${corner(-across, -down)}v${-high}${corner(across, -down)}z`
  );
}

const short = (number) => Number(number.toFixed(ROUNDING));
