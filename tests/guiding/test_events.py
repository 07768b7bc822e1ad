"""The life events: complete in every language, and every id one that the taxonomy knows."""

import tomllib
from typing import Any

import pytest

from webapp.core.language import languages
from webapp.guiding.events import EVENTS_FILE, LifeEvent, life_events, read_events, read_look

EVENTS = list(life_events().values())
NAMED = ("turning-18", "separation", "lost-job", "loss", "moving", "baby", "new-in-the-netherlands", "caring")


def content() -> dict[str, Any]:
    return tomllib.loads(EVENTS_FILE.read_text(encoding="utf-8"))


def test_the_events_that_councils_name_come_first() -> None:
    """S27 and S20 of the sources; the others are what people told to come late with."""
    assert tuple(life_events())[: len(NAMED)] == NAMED


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.id)
def test_every_text_is_there_in_every_language(event: LifeEvent) -> None:
    texts = [event.label, event.intro, *(text for step in event.steps for text in (step.title, step.words))]
    texts += [text for line in event.lines for text in (line.name, line.words)]

    for language in languages():
        assert all(text.get(language.code) for text in texts), language.code


@pytest.mark.parametrize("event", EVENTS, ids=lambda event: event.id)
def test_words_are_short_and_name_no_illness_office_or_fault(event: LifeEvent) -> None:
    said = [step.words["nl"] for step in event.steps] + [event.intro["nl"]]
    sentences = [part for text in said for part in text.replace("!", ".").replace("?", ".").split(".")]
    forbidden = (
        "indicatie",
        "cliënt",
        "doelgroep",
        "wijkteam",
        "depress",
        "eenzaam",
        "schuldig",
        "schaam",
        "kwetsbaar",
    )

    assert all(len(sentence.split()) <= 20 for sentence in sentences)
    assert not [word for word in forbidden if any(word in text.lower() for text in said)]


def test_a_further_language_is_one_more_key() -> None:
    values = content()
    values["event"]["loss"]["label"]["ar"] = "فقدت شخصا"

    assert read_events(values)["loss"].label["ar"] == "فقدت شخصا"


@pytest.mark.parametrize(
    "address",
    ["activities", "activities?", "events?theme=geld", "activities?theme=onbekend", "activities?topic=geld",
     "activities?kind=buurthuis", "places?kind=spreekuur", "activities?group=x", "places?q=geld", "places?open=now"],
)  # fmt: skip
def test_a_step_that_names_what_is_not_there_is_refused(address: str) -> None:
    with pytest.raises(ValueError, match=r".+"):
        read_look(address)


@pytest.mark.parametrize("change", [{"step": []}, {"lines": ["nobody"]}, {"label": {"en": "Loss"}}])
def test_a_broken_event_is_refused(change: dict[str, Any]) -> None:
    values = content()
    values["event"]["loss"] |= change

    with pytest.raises(ValueError, match=r"loss|Dutch"):
        read_events(values)
