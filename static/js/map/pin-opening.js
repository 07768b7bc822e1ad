// When what a pin stands for is open, as its card in the list says it: the sentences and the rules are those of the town in
// the pocket (static/js/offline/engine), the days come from the calendar of the browser. Pure: the moment comes in.
import { CANCELLED, OPENINGS_A_CARD, readSlot, statusAt } from "../offline/engine/slots.js";
import { Wording } from "../offline/engine/wording.js";
import { CalendarDays } from "./calendar-days.js";

export class PinOpenings {
  // `sentences`: English → what this page says.
  constructor({ sentences, language, timezone = "Europe/Amsterdam" }) {
    this.days = new CalendarDays(language, timezone);
    this.wording = new Wording({ sentences, timezone }, this.days);
  }

  // { isOpen, sentence } of the properties of a feature; now: epoch seconds. Of what is not known to open nothing is said.
  told({ type, slots = [], others = [], closed, moved }, now) {
    const moment = Math.floor(now);
    // Of a feed without others: what would be on now and is not, but not when it would have begun.
    const isOff = closed !== undefined && !others.length;
    const off = isOff ? [[0, Infinity, CANCELLED, closed && [closed], null, "", moved]] : [];
    const all = [...off, ...slots, ...others].map(readSlot).sort(inTurn);
    const status = statusAt(all, moment, this.days, OPENINGS_A_CARD);
    const { label } = this.wording.opening(status, type === "activity", moment);
    return { isOpen: status.state === "open", sentence: status.state === "unknown" ? "" : label };
  }
}

const inTurn = (one, other) => one.start - other.start || one.end - other.end;
