// What to know of the words of a page: templates/components/language_notice.html in the browser.
import { element } from "../../map/dom.js";

// `notices`: whole sentences; `newer`: [paragraphs, language] of the text that the words do not follow.
export function languageNotices(parts, { notices = [], newer }) {
  const boxes = notices.map((sentence) => box(parts, "p", element("span", {}, sentence)));
  return newer ? [...boxes, box(parts, "div", newerText(parts, newer))] : boxes;
}

const box = (parts, tag, content) => element(tag, { class: "notice notice--language" }, parts.icon("languages"), content);

function newerText(parts, [texts, lang]) {
  const prose = texts.map((text) => element("p", { class: "prose" }, text));
  const fold = element(
    "details",
    { class: "newer" },
    element("summary", {}, parts.words["read-newer"]),
    element("div", { lang, dir: "ltr" }, ...prose),
  );
  return element("div", {}, element("p", {}, parts.words.newer), fold);
}
