// Starts what a page asks for with data-module. Every page works without this file.
import { Ask } from "./ask.js";
import { AskPlace } from "./ask-place.js";
import { Inbox } from "./inbox.js";
import { BsnWarning } from "./bsn-warning.js";
import { Install } from "./offline/install.js";
import { Kept } from "./offline/kept.js";
import { KeptForm } from "./kept-form.js";
import { Banner } from "./outbox/banner.js";
import { KeepQuestion } from "./outbox/keep-question.js";
import { OutboxList } from "./outbox/list.js";
import { MapScripts } from "./map-scripts.js";
import { NearMe } from "./near-me.js";
import { Passkey } from "./passkey.js";
import { KeepForm } from "./keep-form.js";
import { KeptForms } from "./kept-forms.js";
import { PlainMeter } from "./plain-meter.js";
import { Print } from "./print.js";
import { QuickExit } from "./quick-exit.js";
import { ReadAloud } from "./read-aloud.js";
import { ReferArea } from "./refer-area.js";
import { SentOnce } from "./sent-once.js";
import { Share } from "./share.js";
import { Suggestions } from "./suggestions.js";
import { ViewSwitch } from "./view-switch.js";

const MODULES = {
  ask: Ask,
  "ask-place": AskPlace,
  "bsn-warning": BsnWarning,
  inbox: Inbox,
  install: Install,
  kept: Kept,
  "kept-form": KeptForm,
  "map-scripts": MapScripts,
  "near-me": NearMe,
  passkey: Passkey,
  "keep-form": KeepForm,
  "keep-question": KeepQuestion,
  outbox: Banner,
  "outbox-list": OutboxList,
  "kept-forms": KeptForms,
  "plain-meter": PlainMeter,
  print: Print,
  "quick-exit": QuickExit,
  "read-aloud": ReadAloud,
  "refer-area": ReferArea,
  "sent-once": SentOnce,
  share: Share,
  suggestions: Suggestions,
  "view-switch": ViewSwitch,
};

for (const element of document.querySelectorAll("[data-module]")) {
  const Module = MODULES[element.dataset.module];
  if (Module) new Module(element).connect();
}
