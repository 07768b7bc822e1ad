"""The lists of words.toml and jargon.toml, made ready for looking up; read once a process."""

import tomllib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields
from functools import cache
from itertools import product
from pathlib import Path
from typing import Any

from webapp.plain_language.values import Kind, Weight

HERE = Path(__file__).parent
LANGUAGES = ("nl", "en")
GAP = "…"
TREMA = {"e": "ë", "i": "ï"}  # ge + evalueren: geëvalueerd
WEIGHTS = {
    "jargon": (Kind.JARGON, Weight.BAD),
    "verbs": (Kind.JARGON, Weight.WARN),
    "known": (Kind.JARGON, Weight.WARN),
    "formal": (Kind.FORMAL, Weight.BAD),
}


@dataclass(frozen=True)
class Words:
    """See the remarks in words.toml for what each list is."""

    abbreviations: frozenset[str]
    closing: frozenset[str]
    be: frozenset[str]
    become: frozenset[str]
    prefixes: frozenset[str]
    strong: frozenset[str]
    weak: frozenset[str]
    not_participles: frozenset[str]
    deeds: frozenset[str]
    pronouns: frozenset[str]
    negatives: frozenset[str]
    opposites: frozenset[str]
    borders: frozenset[str]
    things: frozenset[str]
    nominal: frozenset[str]
    fillers: frozenset[str]
    long_but_known: frozenset[str]
    letters_known: frozenset[str]


@dataclass(frozen=True)
class Term:
    """One form of an entry: the words it takes, GAP for some words between, and what to say instead."""

    words: tuple[str, ...]
    kind: Kind
    weight: Weight
    say: str


@dataclass(frozen=True)
class Lexicon:
    words: Words
    terms: Mapping[str, tuple[Term, ...]]  # by their first word, the longest first
    letters: Mapping[str, str]  # abbreviation in small letters -> what it stands for
    entries: int


@cache
def lexicon(language: str) -> Lexicon:
    listed = _read("words.toml")[language]
    jargon = _read("jargon.toml")[language]
    words = Words(**{field.name: frozenset(listed[field.name].split()) for field in fields(Words)})
    letters = {short.lower(): meaning for short, meaning in jargon["letters"].items()}
    entries = sum(len(jargon.get(name, ())) for name in WEIGHTS)
    return Lexicon(words, _by_first_word(_terms(jargon)), letters, entries)


def _read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / name).read_text(encoding="utf-8"))


def _terms(jargon: Mapping[str, Mapping[str, str]]) -> Iterator[Term]:
    for name, (kind, weight) in WEIGHTS.items():
        for key, say in jargon.get(name, {}).items():
            forms = forms_of_eren(key) if name == "verbs" else forms_of(key)
            yield from (Term(tuple(form.split()), kind, weight, say) for form in forms)


def _by_first_word(terms: Iterator[Term]) -> dict[str, tuple[Term, ...]]:
    found: dict[str, list[Term]] = defaultdict(list)
    for term in terms:
        found[term.words[0]].append(term)
    return {first: tuple(sorted(some, key=lambda term: -len(term.words))) for first, some in found.items()}


def forms_of(key: str) -> list[str]:
    """beschikking(en), besluit -> beschikking, beschikkingen, besluit. See the head of jargon.toml."""
    return [form for pattern in key.split(",") for form in _expanded(pattern.strip())]


def _expanded(pattern: str) -> list[str]:
    """Text and brackets in turn: what is between brackets may be absent."""
    pieces = pattern.replace(")", "(").split("(")
    choices = [_choices(piece) if place % 2 else [piece] for place, piece in enumerate(pieces)]
    return ["".join(parts) for parts in product(*choices)]


def _choices(piece: str) -> list[str]:
    return ["", *piece.split("|")]


def forms_of_eren(infinitive: str) -> list[str]:
    """Dutch verbs in -eren are all regular: faciliteren -> faciliteer(t), faciliteerde(n), gefaciliteerd(e)."""
    stem = infinitive[: -len("eren")] + "eer"
    after_ge = TREMA.get(stem[0], stem[0]) + stem[1:]
    return [infinitive, stem, f"{stem}t", f"{stem}de", f"{stem}den", f"ge{after_ge}d", f"ge{after_ge}de"]
