// When something is open, as one short sentence. Pure: the moment comes in, so tests need no clock.
import { dateLocale } from "../dates.js";
import { filled } from "./dom.js";

const DAY = 86400; // seconds

export class Openings {
  constructor({ words, language, timezone = "Europe/Amsterdam" }) {
    this.words = words;
    const locale = dateLocale(language);
    const format = (options) => new Intl.DateTimeFormat(locale, { timeZone: timezone, ...options });
    this.clock = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
    this.day = format({ weekday: "long", day: "numeric", month: "long" });
    this.date = new Intl.DateTimeFormat("sv-SE", { timeZone: timezone }); // 2026-11-22, to compare days
  }

  // slots: [start, end] in epoch seconds, sorted or not; now: epoch seconds.
  // moved: where what would be now went, in epoch seconds.
  sentence({ slots = [], closed, moved }, now) {
    if (moved) return this.movedTo(moved, closed, now);
    if (closed) return filled(this.words.closed, { reason: closed });
    const next = joined(slots).find(([, end]) => end > now);
    if (!next) return "";
    const [start, end] = next;
    if (start <= now) return this.openNow(end, now);
    return filled(this.words[this.dayWord(start, now)], {
      day: this.day.format(start * 1000),
      start: this.clock.format(start * 1000),
      end: this.clock.format(end * 1000),
    });
  }

  isOpen({ slots = [], closed }, now) {
    return closed === undefined && slots.some(([start, end]) => start <= now && now < end);
  }

  movedTo(moved, reason, now) {
    const [there, today] = [moved, now].map((seconds) => this.date.format(seconds * 1000));
    const news = filled(this.words[there === today ? "moved-today" : "moved"], {
      day: this.day.format(moved * 1000),
      time: this.clock.format(moved * 1000),
    });
    return reason ? filled(this.words["moved-because"], { news, reason }) : news;
  }

  openNow(end, now) {
    if (end - now > DAY) return this.words.open;
    return filled(this.words["open-until"], { time: this.clock.format(end * 1000) });
  }

  dayWord(start, now) {
    const [first, today] = [start, now].map((seconds) => this.date.format(seconds * 1000));
    if (first === today) return "today";
    return first === dayAfter(today) ? "tomorrow" : "later";
  }
}

// By the calendar: when the clock changes, a day has 23 or 25 hours.
function dayAfter(date) {
  return new Date(Date.parse(`${date}T12:00Z`) + DAY * 1000).toISOString().slice(0, 10);
}

// Two slots that touch are one: what is open past midnight, or day and night.
function joined(slots) {
  const merged = [];
  for (const [start, end] of [...slots].sort((a, b) => a[0] - b[0])) {
    const last = merged[merged.length - 1];
    if (last && start <= last[1]) last[1] = Math.max(last[1], end);
    else merged.push([start, end]);
  }
  return merged;
}
