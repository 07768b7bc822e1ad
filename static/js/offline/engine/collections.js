// What the coordinator put together: webapp/collecting in the browser. What is stale on the day of reading is left out.
import { APPOINTMENT, OPEN } from "./slots.js";

export class Collections {
  // `town`: the engine's, for the things that they name and its days.
  constructor(told, town) {
    this.told = told;
    this.town = town;
  }

  // Those of a theme, else all, in the order of the town.
  list(theme = "") {
    return theme ? this.told.filter(({ themes = [] }) => themes.includes(theme)) : this.told;
  }

  // Also by an address that it had before; null for one that is not there. Each of `items` is { thing, why, next }.
  find(slug, moment) {
    const told = this.told.find((one) => one.slug === slug) ?? this.told.find(({ former = [] }) => former.includes(slug));
    return told ? { ...told, sections: (told.sections ?? []).map((one) => this.section(one, moment)) } : null;
  }

  section({ title, words, items = [] }, moment) {
    const today = this.town.days.dayOf(moment).date;
    const found = items.map(([type, slug, why]) => ({ thing: this.town.item(type, slug), why }));
    const shown = found.filter(({ thing }) => thing?.staleFrom > today); // without a day nobody ever checked it
    const next = (thing) => nextTime(thing.slots, moment, this.town.days.endOf("today", moment));
    return { title, words, items: shown.map(({ thing, why }) => ({ thing, why, next: next(thing) })) };
  }
}

// The next time that a card knows, null without one: by appointment only what is today, unless it opens no other way.
function nextTime(slots, moment, midnight) {
  const coming = slots.filter(({ end }) => end > moment);
  const opens = coming.some(({ status }) => status === OPEN);
  const isTold = ({ status, start }) => status === OPEN || (status === APPOINTMENT && (!opens || start < midnight));
  return coming.find(isTold) ?? null;
}
