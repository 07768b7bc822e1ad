// Elements without HTML strings: a text from a resident or an editor can never become markup.
const SVG = "http://www.w3.org/2000/svg";

export function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

// A name from the sprite, for pins; a path of our own, for buttons that may not depend on another file.
export const icon = (sprite, name) => drawing("use", "href", `${sprite}#${name}`);
export const sign = (path) => drawing("path", "d", path);

function drawing(tag, attribute, value) {
  const [svg, part] = ["svg", tag].map((name) => document.createElementNS(SVG, name));
  svg.setAttribute("class", "icon");
  svg.setAttribute("viewBox", "0 0 24 24");
  svg.setAttribute("aria-hidden", "true");
  part.setAttribute(attribute, value);
  svg.append(part);
  return svg;
}

export function filled(sentence, values) {
  return sentence.replace(/\{(\w+)\}/g, (_, key) => values[key]);
}
