// What the pages of residents ask for; those of staff have staff.js beside it.
import { Ask } from "./ask.js";
import { AskPlace } from "./ask-place.js";
import { Install } from "./offline/install.js";
import { Kept } from "./offline/kept.js";
import { Banner } from "./outbox/banner.js";
import { KeepQuestion } from "./outbox/keep-question.js";
import { OutboxList } from "./outbox/list.js";
import { MapScripts } from "./map-scripts.js";
import { NearMe } from "./near-me.js";
import { Print } from "./print.js";
import { QuickExit } from "./quick-exit.js";
import { ReadAloud } from "./read-aloud.js";
import { ReferArea } from "./refer-area.js";
import { SentOnce } from "./sent-once.js";
import { Share } from "./share.js";
import { start } from "./start.js";
import { Suggestions } from "./suggestions.js";
import { ViewSwitch } from "./view-switch.js";

start({
  ask: Ask,
  "ask-place": AskPlace,
  install: Install,
  kept: Kept,
  "map-scripts": MapScripts,
  "near-me": NearMe,
  "keep-question": KeepQuestion,
  outbox: Banner,
  "outbox-list": OutboxList,
  print: Print,
  "quick-exit": QuickExit,
  "read-aloud": ReadAloud,
  "refer-area": ReferArea,
  "sent-once": SentOnce,
  share: Share,
  suggestions: Suggestions,
  "view-switch": ViewSwitch,
});
