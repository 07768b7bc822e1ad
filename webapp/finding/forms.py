"""The filters as a form: choices with their counts, and each filter in force with the address without it."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from flask import url_for

from webapp.core.language import language_names
from webapp.core.texts import Spoken
from webapp.core.words import _
from webapp.finding import complaints
from webapp.finding.cards import PLACE, Choice, FilterForm, Link
from webapp.finding.count_queries import Counts
from webapp.finding.rules import SWITCHES, FilterError, Filters
from webapp.taxonomy.rules import Term, terms

NO_COUNTS: Mapping[str, int] = {}
KIND_AXES = ("activity_kind", "place_kind")


def endpoint_of(type_: str) -> str:
    return "finding.places" if type_ == PLACE else "finding.activities"


def list_label(type_: str) -> str:
    return _("Places") if type_ == PLACE else _("Activities")


def kind_axis(type_: str) -> str:
    return "place_kind" if type_ == PLACE else "activity_kind"


def filter_form(type_: str, filters: Filters, counts: Counts, language: str, day: str | None = None) -> FilterForm:
    """With a `day` that of the day list, where the day says when; an empty one is today."""
    endpoint = endpoint_of(type_) if day is None else "finding.today"
    axes = (kind_axis(type_),) if day is None else KIND_AXES
    return FilterForm(
        action=url_for(endpoint),
        q=filters.q,
        postcode=filters.postcode,
        where=filters.where,
        near=filters.as_arguments().get("near", ""),
        topic=filters.topic,
        themes=_choices(("theme",), filters.theme, _axis(counts, "theme"), language),
        kinds=_choices(axes, filters.kind, _axis(counts, "kind"), language),
        groups=_choices(("group",), filters.group, _axis(counts, "group"), language),
        open=_open_choices(filters.open, _axis(counts, "open")) if day is None else (),
        spoken=_spoken_choices(filters.spoken, _axis(counts, "spoken"), language),
        switches=_switches(filters, _axis(counts, "switch")),
        any=_axis(counts, "any"),
        active=tuple(
            Link(
                label.words,
                url_for(endpoint, day=day or None, **filters.without(name).as_arguments()),
                lang=label.unlike(language),
            )
            for name, label in _active_labels(axes, filters, language)
        ),
        clear_url=url_for(endpoint, day=day or None),
        day=day or "",
    )


def with_complaints(form: FilterForm, errors: Sequence[FilterError]) -> FilterForm:
    """What was typed stands in its field again, to be mended."""
    typed = complaints.typed(errors)
    return replace(
        form,
        q=typed.get("q", form.q),
        postcode=typed.get("postcode", form.postcode),
        where=typed.get("where", form.where),
        complaints=complaints.sentences(errors),
    )


def _axis(counts: Counts, axis: str) -> Mapping[str, int]:
    return counts.by.get(axis, NO_COUNTS)


def _choices(axes: Sequence[str], selected: str, counts: Mapping[str, int], language: str) -> tuple[Choice, ...]:
    """What this town has, also where the other filters leave nothing of it: a choice stays in its place."""
    known = {term.id: term for axis in reversed(axes) for term in terms(axis).values()}
    in_order = dict.fromkeys(term_id for axis in axes for term_id in terms(axis))
    return tuple(
        _term_choice(known[id_], id_ == selected, counts.get(id_, 0), language)
        for id_ in in_order
        if id_ == selected or (id_ in counts and not known[id_].hidden)
    )


def _term_choice(term: Term, selected: bool, count: int, language: str) -> Choice:
    label = term.spoken(language)
    return Choice(term.id, label.words, selected, count, lang=label.unlike(language))


def open_labels() -> dict[str, str]:
    return {"now": _("Open now"), "today": _("Open today"), "week": _("This week")}


def _open_choices(selected: str, counts: Mapping[str, int]) -> tuple[Choice, ...]:
    labels = open_labels().items()
    return tuple(Choice(value, label, value == selected, counts.get(value, 0)) for value, label in labels)


def _spoken_choices(selected: str, counts: Mapping[str, int], language: str) -> tuple[Choice, ...]:
    codes = sorted({*counts, *([selected] if selected else [])})
    names = language_names(codes, language)
    pairs = sorted(zip(names, codes, strict=True), key=lambda pair: pair[0].casefold())
    return tuple(Choice(code, name, code == selected, counts.get(code, 0)) for name, code in pairs)


def switch_labels() -> dict[str, str]:
    return {
        "free": _("Free"),
        "walkin": _("No appointment needed"),
        "wheelchair": _("Wheelchair accessible"),
        "no_referral": _("No referral needed"),
        "welcome": _("Someone welcomes you"),
        "online": _("Online or by phone"),
        "volunteer": _("I want to help as a volunteer"),
    }


def _switches(filters: Filters, counts: Mapping[str, int]) -> tuple[Choice, ...]:
    labels = switch_labels()
    return tuple(Choice(name, labels[name], getattr(filters, name), counts.get(name, 0)) for name in SWITCHES)


def _active_labels(axes: Sequence[str], filters: Filters, language: str) -> list[tuple[str, Spoken]]:
    said = {
        "q": _("“%(words)s”", words=filters.q),
        **dict.fromkeys(("theme", "topic", "kind", "group"), ""),
        "open": next((choice.label for choice in _open_choices(filters.open, NO_COUNTS) if choice.selected), ""),
        "spoken": "".join(language_names([filters.spoken] if filters.spoken else [], language)),
        **switch_labels(),
    }
    labels = {name: Spoken(words, language) for name, words in said.items()}
    for name, of_axes in {"theme": ("theme",), "topic": ("topic",), "kind": axes, "group": ("group",)}.items():
        id_ = getattr(filters, name)
        labels[name] = next((terms(axis)[id_].spoken(language) for axis in of_axes if id_ in terms(axis)), labels[name])
    return [(name, label) for name, label in labels.items() if getattr(filters, name)]
