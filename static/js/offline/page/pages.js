// The pages of a list.
import { element } from "../../map/dom.js";
import { withValues } from "./address.js";

export function pages(parts, all, page, filters) {
  if (all < 2) return "";
  const to = (number, key, rel) => {
    const href = `${location.pathname}${withValues(filters, { page: number > 1 ? String(number) : "" })}`;
    return element("a", { class: "button button--quiet", href, rel }, parts.words[key]);
  };
  return element(
    "nav",
    { class: "pages", "aria-label": parts.words.pages },
    ...(page > 1 ? [to(page - 1, "previous", "prev")] : []),
    element("p", { class: "pages__here" }, parts.say("page", { page, pages: all })),
    ...(page < all ? [to(page + 1, "next", "next")] : []),
  );
}
