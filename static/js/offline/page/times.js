// One time as a visitor reads it: templates/components/date_card.html and slot_times.html in the browser.
import { element } from "../../map/dom.js";
import { APPOINTMENT, CANCELLED } from "../engine/slots.js";
import { clockTime } from "../engine/time.js";

// { isWholeDay, endsOn }: the day on which it ends, where that is another one.
function shape({ days }, { start, end }) {
  const [first, last] = [days.dayOf(start), days.dayOf(end)];
  const atMidnight = end === last.midnight;
  const isWholeDay = atMidnight && start === first.midnight && days.between(start, end) === 1;
  return { isWholeDay, endsOn: atMidnight || first === last ? null : last };
}

const struck = ({ status }) => (status === CANCELLED ? "s" : "span");

// Above each other, on a card of a day; a time that began the day before says so.
export function startsAndEnds(parts, slot) {
  const { isWholeDay, endsOn } = shape(parts, slot);
  const otherDay = (day) => element("span", { class: "card__other-day" }, day.name);
  const time = (moment) => element("time", { datetime: new Date(moment * 1000).toISOString() }, clockTime(moment, parts.zone));
  const began = parts.days.dayOf(slot.start);
  const until = element(
    "span",
    { class: "card__until", dir: "ltr" },
    element("span", { "aria-hidden": "true" }, "–"),
    element("span", { class: "visually-hidden" }, parts.words.until),
    " ",
    time(slot.end),
  );
  const told = isWholeDay
    ? [element("span", {}, parts.words["all-day"])]
    : [...(slot.beganBefore ? [otherDay(began)] : []), time(slot.start), " ", until, ...(endsOn ? [otherDay(endsOn)] : [])];
  return element(struck(slot), { class: "card__hours" }, ...told);
}

// In a row: 9:30–12:00, by appointment.
export function hours(parts, slot) {
  const { isWholeDay, endsOn } = shape(parts, slot);
  const [from, to] = [slot.start, slot.end].map((moment) => clockTime(moment, parts.zone));
  const told = isWholeDay
    ? [parts.words["day-and-night"]]
    : [element("span", { class: "hours", dir: "ltr" }, `${from}–${to}`), ...(endsOn ? [` (${endsOn.name})`] : [])];
  const shown = slot.status === CANCELLED ? element("s", { class: "slot-times slot-times--cancelled" }, ...told) : element("span", {}, ...told);
  if (slot.status === APPOINTMENT) shown.append(" ", element("span", { class: "slot-times__words" }, parts.words["this-by-appointment"]));
  return shown;
}

// What is otherwise with this time and why, else what there is to know of it.
export function news(parts, slot, tag) {
  const told = parts.wording.news(slot);
  const words = slot.reason ?? slot.note;
  if (!told && !words) return [];
  const className = tag === "p" ? (told ? "date-news" : "") : "slot-times__words";
  const content = told ? parts.because(told, words) : parts.text("span", "", words);
  return [...(tag === "p" ? [] : [" "]), element(tag, { class: className }, ...content)];
}
