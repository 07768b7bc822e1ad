// How plain a text is, while somebody types: the same answer as the button below the form gives without a script.
const WAIT_MS = 900;

export class PlainMeter {
  constructor(section) {
    this.section = section;
    this.meter = section.querySelector("[data-part='meter']");
  }

  connect() {
    this.onInput = () => this.plan();
    this.section.addEventListener("input", this.onInput);
  }

  disconnect() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.section.removeEventListener("input", this.onInput);
  }

  plan() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), WAIT_MS);
  }

  async ask() {
    this.asking?.abort();
    this.asking = new AbortController();
    const body = new URLSearchParams({
      csrf_token: this.section.closest("form").elements.csrf_token.value,
      language: this.section.dataset.language,
      text: this.text(),
    });
    try {
      const answer = await fetch(this.section.dataset.source, {
        method: "POST",
        body,
        redirect: "error",
        signal: this.asking.signal,
      });
      if (answer.ok) this.show(await answer.json());
    } catch {
      // no network or signed out: it is a help, saving will tell
    }
  }

  text() {
    const fields = [...this.section.querySelectorAll("input[type='text'], textarea")];
    return fields.map((field) => field.value.trim()).filter(Boolean).join("\n\n");
  }

  show({ summary, length, band, hard }) {
    const line = paragraph(length || summary);
    line.className = `meter__length${band ? ` meter__length--${band}` : ""}`;
    const parts = [line];
    if (length) parts.push(paragraph(summary));
    if (hard.length) parts.push(this.list(hard));
    this.meter.replaceChildren(...parts);
    this.meter.hidden = false;
  }

  list(hard) {
    const list = document.createElement("ol");
    list.className = "meter__hard";
    for (const { sentence, advice } of hard) {
      const quote = document.createElement("q");
      quote.lang = this.section.dataset.language;
      quote.dir = "auto";
      quote.textContent = sentence;
      const item = document.createElement("li");
      item.append(quote, ...advice.map(paragraph));
      list.append(item);
    }
    return list;
  }
}

function paragraph(words) {
  const element = document.createElement("p");
  element.textContent = words;
  return element;
}
