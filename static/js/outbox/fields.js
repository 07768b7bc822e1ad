// The question form as the API takes it, and back again. A citizen service number is hidden before it goes anywhere.
import { maskBsn } from "../bsn.js";

export const FIELDS = [
  "question", "topic", "reply_by", "contact", "name", "postcode", "neighbourhood", "lat", "lon", "lang",
  "best_time", "for_other", "volunteer", "safe_to_call", "place", "activity", "through",
];
const NEEDS_CONTACT = ["phone", "email", "whatsapp"];

export function bodyOf(form) {
  const told = new FormData(form);
  const body = {};
  for (const name of FIELDS) {
    const value = told.get(name);
    if (typeof value === "string" && value.trim()) body[name] = name === "contact" ? value : maskBsn(value);
  }
  if (!NEEDS_CONTACT.includes(body.reply_by)) delete body.contact; // what the town would not keep either
  return body;
}

// What the page has no field for, as the place beside which was asked, gets a hidden one.
export function fill(form, body) {
  for (const name of FIELDS) {
    const value = body[name] ?? "";
    const fields = [...form.querySelectorAll(`[name='${name}']`)];
    if (fields.length === 0 && value) form.prepend(hidden(name, value));
    for (const field of fields) {
      if (field.type === "radio" || field.type === "checkbox") field.checked = field.value === value;
      else field.value = value || (name === "lang" ? document.documentElement.lang : "");
    }
  }
  const more = form.querySelector(".ask__more");
  if (more) more.open = ["name", "postcode", "neighbourhood", "best_time", "for_other", "volunteer"].some((name) => body[name]);
  const through = form.querySelector("[data-through]"); // says that the team sees through whom it came
  if (through) through.hidden = !body.through;
  form.dispatchEvent(new Event("change"));
}

function hidden(name, value) {
  const field = document.createElement("input");
  Object.assign(field, { type: "hidden", name, value });
  return field;
}
