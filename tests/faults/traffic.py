"""What goes on in a town at the same time: residents look, search and ask, an editor edits, a team answers."""

import http.client
import random
import re
import time
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from threading import Lock, Thread
from urllib.parse import quote
from uuid import UUID, uuid4

from tests.editing.cast import fields_of
from tests.faults.askers import TAKEN, Asked, Crowd
from tests.faults.ledger import TOPICS
from tests.questions.visitor import Visitor
from tests.town import BRINKDAM
from tools.serving import HOST

WITHIN_S = 30
INBOX = f"/staff/{BRINKDAM}/questions"
QUESTION = re.compile(rf"{INBOX}/([0-9a-f-]{{36}})\"")
WORDS = ("koffie", "schulden", "taalles", "samen eten", "kofie", "hulp bij brieven", "wandelen", "fiets", "rekeningen")
NO_DIGITS = str.maketrans("0123456789", "ghijklmnop")  # nine of them could be a service number, which is hidden
KEYS = {name: re.compile(rf'name="{name}"\s+value="([^"]+)"') for name in ("csrf_token", "once")}
# Of a hundred requests of residents; the rest is looking around.
SEARCHING, ASKING = 25, 10

Step = Callable[[], int]  # the status of the answer


class Failed(Exception):
    """Somebody got another answer than a person expects."""


class Resident:
    """Looks around, searches and now and then asks; a page that was seen before is asked for with its mark."""

    def __init__(self, crowd: Crowd, port: int, places: Sequence[str], activities: Sequence[str], seed: int) -> None:
        self._crowd, self._port = crowd, port
        self._chance = random.Random(seed)
        self._pages = [
            *(f"/{lang}/{BRINKDAM}/{page}" for lang in ("nl", "en") for page in ("", "places", "activities", "today")),
            *(f"/nl/{BRINKDAM}/places/{slug}" for slug in places),
            *(f"/nl/{BRINKDAM}/activities/{slug}" for slug in activities),
            *(f"/api/v1/{BRINKDAM}/map.geojson?lang=nl" for _ in range(5)),
        ]
        self._marks: dict[str, str] = {}
        self.asked: list[Asked] = []

    def step(self) -> int:
        what = self._chance.randrange(100)
        if what < ASKING:
            return self._ask()
        if what < ASKING + SEARCHING:
            query = quote(self._chance.choice(WORDS))
            page = self._chance.choice(("places", "activities"))
            return self._get(f"/nl/{BRINKDAM}/{page}?q={query}")
        return self._get(self._chance.choice(self._pages))

    def _ask(self) -> int:
        topic = self._chance.choice(sorted(TOPICS))
        own = uuid4().hex.translate(NO_DIGITS)
        body = {"question": f"Vraag nummer {own}: wie kijkt mee?", "reply_by": "none"}
        asked = Asked(uuid4(), body | ({"topic": topic} if topic else {}), 1, False)
        self.asked.append(asked)
        status = self._crowd.send(asked)
        if status != TAKEN:
            raise Failed(f"a question: {status}")
        return status

    def _get(self, path: str) -> int:
        mark = {"If-None-Match": self._marks[path]} if path in self._marks else {}
        with closing(http.client.HTTPConnection(HOST, self._port, timeout=WITHIN_S)) as connection:
            connection.request("GET", path, headers={"Accept-Encoding": "gzip", **mark})
            answer = connection.getresponse()
            answer.read()
        if answer.status not in (200, 304):
            raise Failed(f"{path}: {answer.status}")
        if tag := answer.getheader("ETag"):
            self._marks[path] = tag
        return answer.status


class Editor:
    """Changes the words of one place again and again; `said` is what stands there when all is over."""

    def __init__(self, visitor: Visitor, place: UUID) -> None:
        self._visitor = visitor
        self._path = f"/staff/{BRINKDAM}/places/{place}/texts"
        self.said = ""

    def step(self) -> int:
        fields = {name: values[0] for name, values in fields_of(self._visitor.get(self._path).text, self._path).items()}
        said = f"Koffie en een praatje, nummer {uuid4().hex}."
        answer = self._visitor.post(self._path, {**fields, "nl-summary": said, "do": "publish"})
        if answer.status_code != 303:
            raise Failed(f"words of a place: {answer.status_code}")
        self.said = said
        return answer.status_code


class Colleague:
    """Answers the questions of a team, the first of the list each time, and finishes them."""

    def __init__(self, visitor: Visitor) -> None:
        self._visitor = visitor
        self.answered: list[UUID] = []

    def step(self) -> int:
        inbox = self._visitor.get(INBOX)
        first = next((found for found in map(UUID, QUESTION.findall(inbox.text)) if found not in self.answered), None)
        if first is None:
            return inbox.status_code
        self._do(first, "answer", words="Wij bellen u morgen.", how="phone")
        self.answered.append(first)
        return self._do(first, "close", outcome="helped")

    def _do(self, question: UUID, what: str, **told: str) -> int:
        path = f"{INBOX}/{question}"
        page = self._visitor.get(path).text  # to read the whole page as such takes longer than it
        keys = {name: found[1] for name, form in KEYS.items() if (found := form.search(page))}
        answer = self._visitor.post(f"{path}/{what}", {**keys, **told})
        if answer.status_code != 303:
            raise Failed(f"{what}: {answer.status_code}")
        return answer.status_code


@dataclass
class Traffic:
    """Everybody at once. Each takes a step, and the next one when it is time, or at once when no rate was told."""

    steps: Sequence[Step]
    statuses: Counter[int] = field(default_factory=Counter)
    trouble: list[str] = field(default_factory=list)
    _lock: Lock = field(default_factory=Lock)

    def run(self, seconds: float, rate: float | None = None, meanwhile: Callable[[], None] = lambda: None) -> float:
        """`rate` in steps a second of all together; gives the one that came about. `meanwhile` is called all along."""
        begun, before = time.monotonic(), self.statuses.total()
        pause = len(self.steps) / rate if rate else 0.0
        threads = [Thread(target=self._go, args=[step, begun, begun + seconds, pause]) for step in self.steps]
        for thread in threads:
            thread.start()
        while any(thread.is_alive() for thread in threads):
            meanwhile()
            for thread in threads:
                thread.join(1 / len(threads))
        return (self.statuses.total() - before) / (time.monotonic() - begun)

    def _go(self, step: Step, begun: float, until: float, pause: float) -> None:
        due = begun
        while (now := time.monotonic()) < until:
            if due > now:
                time.sleep(min(due, until) - now)
                if due >= until:
                    return
            due += pause
            try:
                status = step()
            except (Failed, OSError, http.client.HTTPException, ValueError) as problem:
                with self._lock:
                    self.trouble.append(f"{type(problem).__name__}: {problem}")
                continue
            with self._lock:
                self.statuses[status] += 1
