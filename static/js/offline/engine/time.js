// Dutch days and moments of a package, without a calendar of our own: the server told each day's midnight.
// Moments are whole seconds since 1970, UTC, as Date.now() / 1000 rounded down.
export class Days {
  constructor(days) {
    this.days = days;
  }

  // The place of the day that a moment lies in; -1 before the first.
  indexOf(moment) {
    let at = this.days.length - 1; // not findLastIndex, which older phones lack
    while (at >= 0 && this.days[at].midnight > moment) at -= 1;
    return at;
  }

  dayOf(moment) {
    return this.days[this.indexOf(moment)];
  }

  // Whole days from one moment to the other, as the calendar counts them.
  between(moment, later) {
    return this.indexOf(later) - this.indexOf(moment);
  }

  // The end of `now`, `today` (what is left of it) or `week` (7 days), which something must be open before.
  endOf(opens, moment) {
    if (opens === "now") return moment + 1e-6;
    const today = this.indexOf(moment);
    return this.days[today + (opens === "today" ? 1 : 7)].midnight;
  }
}

const clocks = new Map(); // by time zone: to make one takes longer than to ask it a hundred times

// 9:30 or 14:00, on a clock in the Netherlands, in any language: it is what the door says.
export function clockTime(moment, timeZone) {
  if (!clocks.has(timeZone)) clocks.set(timeZone, new Intl.DateTimeFormat("nl", { hour: "numeric", minute: "2-digit", timeZone }));
  const parts = clocks.get(timeZone).formatToParts(moment * 1000);
  const part = (type) => parts.find((one) => one.type === type).value;
  return `${Number(part("hour"))}:${part("minute")}`;
}
