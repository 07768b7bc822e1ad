// What only the pages of staff ask for, beside main.js: no resident loads it.
import { BsnWarning } from "./bsn-warning.js";
import { Inbox } from "./inbox.js";
import { KeepForm } from "./keep-form.js";
import { KeptForm } from "./kept-form.js";
import { KeptForms } from "./kept-forms.js";
import { Passkey } from "./passkey.js";
import { PlainMeter } from "./plain-meter.js";
import { start } from "./start.js";

start({
  "bsn-warning": BsnWarning,
  inbox: Inbox,
  "keep-form": KeepForm,
  "kept-form": KeptForm,
  "kept-forms": KeptForms,
  passkey: Passkey,
  "plain-meter": PlainMeter,
});
