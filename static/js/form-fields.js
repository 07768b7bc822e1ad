// What was kept of a form, back into its fields. `values` by name of the field, as often as it was sent. Who listens to
// a field (a meter, a map) hears of it as if it were typed.
const NEVER = new Set(["submit", "button", "file", "password"]);
export const OF_PAGE = new Set(["csrf_token", "once"]); // belong to the page as it is now

export function refill(form, values) {
  const left = new Map();
  for (const [name, value] of values) left.set(name, [...(left.get(name) ?? []), value]);
  for (const field of form.elements) {
    if (!field.name || OF_PAGE.has(field.name) || NEVER.has(field.type)) continue;
    const before = stateOf(field);
    put(field, left.get(field.name) ?? []);
    if (stateOf(field) === before) continue;
    for (const kind of ["input", "change"]) field.dispatchEvent(new Event(kind, { bubbles: true }));
  }
}

function put(field, values) {
  if (field.type === "checkbox" || field.type === "radio") field.checked = values.includes(field.value);
  else if (field.multiple && field.options) for (const option of field.options) option.selected = values.includes(option.value);
  else if (values.length) field.value = values.shift(); // a second field of the same name gets the second value
}

function stateOf(field) {
  return JSON.stringify([field.value, field.checked, [...(field.selectedOptions ?? [])].map(({ value }) => value)]);
}
