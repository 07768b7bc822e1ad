"""Residents at the address for programs: they send a question with its key until it was answered, or give up."""

import http.client
import json
import random
from collections import Counter
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass, field
from threading import Condition, Event, Thread
from typing import Any
from uuid import UUID, uuid4

from tools.serving import HOST

PAUSE_S = 0.2  # before the same is sent again
ANSWER_WITHIN_S = 20
TAKEN, TAKEN_BEFORE = 201, 200
REFUSED = 422
LATER = (0, 500, 503)  # 0: no answer at all


@dataclass
class Asked:
    """One question and every answer to it. `patience` is how often it is sent at most without success."""

    key: UUID
    body: dict[str, Any]
    patience: int
    is_asked_twice_at_once: bool
    statuses: list[int] = field(default_factory=list)
    answers: list[dict[str, Any]] = field(default_factory=list)

    @property
    def is_taken(self) -> bool:
        return bool(self.answers)

    @property
    def codes(self) -> set[tuple[str, str]]:
        return {(answer["code"], answer["pass_code"]) for answer in self.answers}


def questions(number: int, chance: random.Random, topics: Mapping[str, str]) -> list[Asked]:
    """Of every kind: most residents go on until they are answered, some give up, some press the button twice."""
    return [
        Asked(
            UUID(int=chance.getrandbits(128), version=4),
            _body(count, chance.choice(sorted(topics)), chance),
            patience=1 if chance.random() < 0.15 else 10_000,
            is_asked_twice_at_once=chance.random() < 0.2,
        )
        for count in range(number)
    ]


def _body(count: int, topic: str, chance: random.Random) -> dict[str, Any]:
    body: dict[str, Any] = {"question": f"Vraag nummer {count}: kan iemand meekijken?", "reply_by": "none"}
    if topic:
        body["topic"] = topic
    if chance.random() < 0.3:
        body |= {"reply_by": "phone", "contact": "06 12345678", "name": "Noor"}
    return body


class Crowd:
    """Several of them at once. `wait_until` tells how far they are."""

    def __init__(self, port: int, path: str, asked: list[Asked], clients: int) -> None:
        self._port, self._path = port, path
        self._left = list(reversed(asked))
        self._changed = Condition()
        self.done = 0
        self.statuses: Counter[int] = Counter()
        self._threads = [Thread(target=self._work, name=f"client {number}") for number in range(clients)]

    def start(self) -> None:
        for thread in self._threads:
            thread.start()

    def join(self) -> None:
        for thread in self._threads:
            thread.join()

    def wait_until(self, done: int, within_s: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: self.done >= done, within_s)

    def send(self, asked: Asked) -> int:
        """Once; the status, 0 for none."""
        status, answer = self._post(asked.key, asked.body)
        with self._changed:
            self.statuses[status] += 1
            asked.statuses.append(status)
            if status in (TAKEN, TAKEN_BEFORE):
                asked.answers.append(answer)
        return status

    def refusal_of(self, asked: Asked) -> int:
        """What is said of a question that cannot be one."""
        return self._post(uuid4(), {**asked.body, "reply_by": "postduif"})[0]

    def _work(self) -> None:
        while True:
            with self._changed:
                if not self._left:
                    return
                asked = self._left.pop()
            twin = Thread(target=self.send, args=[asked]) if asked.is_asked_twice_at_once else None
            if twin:
                twin.start()
            self._ask(asked)
            if twin:
                twin.join()
            with self._changed:
                self.done += 1
                self._changed.notify_all()

    def _ask(self, asked: Asked) -> None:
        for _time in range(asked.patience):
            if self.send(asked) not in LATER:
                return
            Event().wait(PAUSE_S)

    def _post(self, key: UUID, body: dict[str, Any]) -> tuple[int, dict[str, Any]]:
        headers = {"Content-Type": "application/json", "Idempotency-Key": str(key)}
        try:
            with closing(http.client.HTTPConnection(HOST, self._port, timeout=ANSWER_WITHIN_S)) as connection:
                connection.request("POST", self._path, json.dumps(body), headers)
                answer = connection.getresponse()
                return answer.status, json.loads(answer.read())
        except (OSError, http.client.HTTPException, ValueError):
            return 0, {}
