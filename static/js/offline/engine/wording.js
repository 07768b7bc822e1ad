// An opening status as a sentence of the package: webapp/schedule/wording.py in the browser.
import { clockTime } from "./time.js";
import { CANCELLED } from "./slots.js";

const SOON_S = 2 * 3600;
const A_WEEK = 6; // days: beyond it the name of a day would be the wrong one
const ALWAYS_S = 7 * 86_400;
const HALF_A_DAY_S = 12 * 3600;

export class Wording {
  constructor({ sentences, timezone }, days) {
    this.sentences = sentences;
    this.zone = timezone;
    this.days = days;
  }

  say(english, values = {}) {
    return this.sentences[english].replace(/%\((\w+)\)s/g, (_, name) => values[name]);
  }

  time(moment) {
    return clockTime(moment, this.zone);
  }

  // { tone, label }; a place opens, an activity `happens`.
  opening(status, happens, moment) {
    if (status.state === "open") return { tone: "open", label: this.openLabel(status.until, moment, happens) };
    let next = status.next ? this.nextLabel(status.next, moment, happens) : "";
    if (status.state === "closed") {
      if (status.movedTo && status.movedTo === status.next) next = "";
      return { tone: "closed", label: withNext(this.closedLabel(status, moment, happens), next) };
    }
    if (status.state === "appointment" && status.until) {
      return { tone: "later", label: withNext(this.askingLabel(status.until, moment), next) };
    }
    if (status.next) return { tone: status.next - moment <= SOON_S ? "soon" : "later", label: next };
    if (status.state === "appointment") return { tone: "later", label: this.say("Only by appointment") };
    return { tone: "unknown", label: this.say("Call or ask for the times") };
  }

  // What is otherwise with this one time; empty when nothing is.
  news(slot) {
    if (slot.elsewhere) {
      const isSameDay = this.days.between(slot.start, slot.elsewhere) === 0;
      return slot.status === CANCELLED ? this.movedTo(slot.elsewhere, isSameDay) : this.movedFrom(slot.elsewhere, isSameDay);
    }
    if (slot.status === CANCELLED) return this.say("Cancelled");
    if (slot.change === "added") return this.say("Extra");
    return slot.change === "otherwise" ? this.say("Different than usual") : "";
  }

  movedFrom(start, isSameDay) {
    return isSameDay ? this.say("Moved from %(time)s", { time: this.time(start) }) : this.say("Moved from %(date)s", { date: this.fullDate(start) });
  }

  movedTo(start, isSameDay) {
    const time = this.time(start);
    return isSameDay ? this.say("Moved to %(time)s", { time }) : this.say("Moved to %(date)s at %(time)s", { date: this.fullDate(start), time });
  }

  openLabel(until, moment, happens) {
    if (until - moment > ALWAYS_S) return this.say("Open day and night");
    if (!this.isSoonOver(until, moment)) return this.say("Open now");
    return this.say(happens ? "Now, until %(time)s" : "Open now until %(time)s", { time: this.time(until) });
  }

  // So that a time alone says which day is meant.
  isSoonOver(until, moment) {
    return this.days.between(moment, until) === 0 || until - moment < HALF_A_DAY_S;
  }

  askingLabel(until, moment) {
    return this.isSoonOver(until, moment)
      ? this.say("Now by appointment, until %(time)s", { time: this.time(until) })
      : this.say("Now by appointment");
  }

  closedLabel({ reason, movedTo, next }, moment, happens) {
    const told = (reason?.[0] ?? "").trim().replace(/\.+$/, "");
    if (movedTo) {
      const news = this.movedTo(movedTo, this.days.between(moment, movedTo) === 0);
      return told ? this.say("%(news)s: %(reason)s", { news, reason: told }) : news;
    }
    const opensToday = next !== undefined && this.days.between(moment, next) === 0;
    const word = happens ? (opensToday ? "Cancelled" : "Not today") : opensToday ? "Closed now" : "Closed today";
    return told ? this.say(`${word}: %(reason)s`, { reason: told }) : this.say(word);
  }

  nextLabel(start, moment, happens) {
    const days = this.days.between(moment, start);
    const time = this.time(start);
    if (days === 0) return this.say(happens ? "Today at %(time)s" : "Opens today at %(time)s", { time });
    if (days === 1) return this.say(happens ? "Tomorrow at %(time)s" : "Opens tomorrow at %(time)s", { time });
    const day = this.days.dayOf(start); // each of its names is made when it is asked for
    if (days <= A_WEEK) return this.say(happens ? "On %(day)s at %(time)s" : "Opens on %(day)s at %(time)s", { day: day.name, time });
    return this.say("Next time: %(date)s at %(time)s", { date: day.short, time });
  }

  fullDate(moment) {
    return this.days.dayOf(moment).full;
  }
}

const withNext = (label, next) => (next ? `${label}. ${next}` : label);
