// Days by the browser's calendar, with the names that the server gives them (webapp/core/formats.py); beside it stand the
// days of a package, for the same questions, in static/js/offline/engine/time.js.
const DAY_MS = 86_400_000;

export class CalendarDays {
  constructor(language, timeZone) {
    const format = (locale, options) => onceAsked(() => new Intl.DateTimeFormat(locale, { timeZone, ...options }));
    this.date = format("sv-SE", {}); // 2026-11-22
    this.weekday = format(language, { weekday: "long" });
    this.short = format(language, { weekday: "short", day: "numeric", month: "short" });
    this.full = format(language, { weekday: "long", day: "numeric", month: "long" });
  }

  // By the calendar: when the clock changes, a day has 23 or 25 hours.
  between(moment, later) {
    const [first, last] = [moment, later].map((seconds) => Date.parse(this.date().format(seconds * 1000)));
    return Math.round((last - first) / DAY_MS);
  }

  dayOf(moment) {
    const at = moment * 1000;
    const days = this;
    return {
      get name() {
        return days.weekday().format(at);
      },
      get short() {
        return inOrder(days.short(), at);
      },
      get full() {
        return inOrder(days.full(), at);
      },
    };
  }
}

// To make a format takes longer than to ask it a hundred times, and most pages need one or two of the four.
function onceAsked(make) {
  let made;
  return () => (made ??= make());
}

// Tue 24 Nov, in each language: what stands between the parts is its own matter.
function inOrder(format, at) {
  const parts = Object.fromEntries(format.formatToParts(at).map(({ type, value }) => [type, value]));
  return `${parts.weekday} ${parts.day} ${parts.month}`;
}
