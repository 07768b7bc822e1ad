"""Cuts a text into sentences and words. Works by pieces between spaces, once over the text, so in linear time.

Limits: a full stop without a space behind it ("geopend.Kom") ends no sentence, nor does one after an abbreviation
that words.toml does not know and that has a vowel."""

import re
from collections.abc import Iterator
from itertools import pairwise
from unicodedata import normalize

from webapp.plain_language.lexicon import Words
from webapp.plain_language.values import Sentence, Word

PIECE = re.compile(r"\S+")
LINE = re.compile(r"[^\n\r\u2028\u2029]+")
# A letter or digit with its accents; soft hyphens and zero-width joiners belong to the word in which they stand.
LETTER = r"[^\W_][\u0300-\u036f\u00ad\u200b-\u200d]*"
WORD = re.compile(rf"(?:{LETTER})+(?:['’‘\-‐‑&](?:{LETTER})+)*(?:['’]s?(?!\w))?")
INVISIBLE = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D])
ENDS = ".!?…"
CLOSERS = "\"'”’»)]*_"
OPENERS = "\"'“‘„«([*_¿¡"
BULLET = re.compile(r"\s*(?:[-–—*•·▪◦‣]|\d{1,3}[.)]|[a-zA-Z][.)])\s+")
ADDRESS = re.compile(r"(?:https?://|www\.)|\w\.(?:nl|be|com|org|eu|net|info|uk)(?:\b|/)", re.IGNORECASE)
BREAKERS = (",", ";", ":", ")", "–", "—", "…")


def split_sentences(text: str, known: Words) -> list[Sentence]:
    return [_sentence(text, start, end) for start, end in sentence_spans(text, known)]


def sentence_spans(text: str, known: Words) -> Iterator[tuple[int, int]]:
    for start, end in _paragraphs(text):
        yield from _spans_in(text, start, end, known)


def _paragraphs(text: str) -> Iterator[tuple[int, int]]:
    """Lines, without their bullets. A line that goes on with a small letter belongs to the one before it."""
    waiting: tuple[int, int] | None = None
    for line in LINE.finditer(text):
        bullet = BULLET.match(text, line.start(), line.end())
        start, end = bullet.end() if bullet else line.start(), line.end()
        if waiting and not bullet and _goes_on(text, waiting, start, end):
            waiting = waiting[0], end
            continue
        if waiting:
            yield waiting
        waiting = start, end
    if waiting:
        yield waiting


def _goes_on(text: str, before: tuple[int, int], start: int, end: int) -> bool:
    is_next_line = text.count("\n", before[1], start) + text.count("\r", before[1], start) <= 1 or (
        text[before[1] : start] == "\r\n"
    )
    first = PIECE.search(text, start, end)
    last = text[max(before[0], before[1] - 5) : before[1]].rstrip()[-1:]
    return is_next_line and first is not None and text[first.start()].islower() and last not in ENDS + ":"


def _spans_in(text: str, start: int, end: int, known: Words) -> Iterator[tuple[int, int]]:
    pieces = [(piece.start(), piece.end()) for piece in PIECE.finditer(text, start, end)]
    if not pieces:
        return
    begin = pieces[0][0]
    for now, following in pairwise(pieces):
        if _ends_sentence(text[slice(*now)], text[slice(*following)], known):
            yield begin, now[1]
            begin = following[0]
    yield begin, pieces[-1][1]


def _ends_sentence(piece: str, following: str, known: Words) -> bool:
    bare = piece.rstrip(CLOSERS)
    if not bare or bare[-1] not in ENDS:
        return False
    first = following.lstrip(OPENERS)[:1]
    if bare[-1] != ".":
        return not first.islower()
    return _full_stop_ends(bare.lstrip(OPENERS), first, known)


def _full_stop_ends(piece: str, first: str, known: Words) -> bool:
    """`first` is the letter with which the next piece begins."""
    low = piece.lower()
    if low in known.closing:
        return first.isupper()
    if low in known.abbreviations or _is_initials(piece) or _is_dotted(low):
        return False
    letters = low.rstrip(".")
    unspeakable = letters.isalpha() and len(letters) < 6 and not set(letters) & set("aeiouyéëï")
    if letters.isdigit() or unspeakable:
        return not first.islower()
    return True


def _is_initials(piece: str) -> bool:
    """J. or J.P. (a name follows)."""
    parts = piece.rstrip(".").split(".")
    return len(parts) < 6 and all(len(part) == 1 and part.isupper() for part in parts)


def _is_dotted(low: str) -> bool:
    """o.a., m.b.t.: single letters with a stop behind each."""
    parts = low.rstrip(".").split(".")
    return 1 < len(parts) < 8 and all(len(part) == 1 and part.isalpha() for part in parts)


def _sentence(text: str, start: int, end: int) -> Sentence:
    words: list[Word] = []
    breaks: set[int] = set()
    for piece in PIECE.finditer(text, start, end):
        if piece[0][0] in "([–—-" and words:
            breaks.add(len(words))
        words += _words(text, piece.start(), piece.end())
        if piece[0].endswith(BREAKERS):
            breaks.add(len(words))
    return Sentence(start, end, tuple(words), frozenset(breaks))


def _words(text: str, start: int, end: int) -> Iterator[Word]:
    piece = text[start:end]
    if "@" in piece or ADDRESS.search(piece):
        yield Word(start, end, piece, piece.lower(), is_word=False)
        return
    for match in WORD.finditer(text, start, end):
        has_letters = not any(letter.isdigit() for letter in match[0])
        yield Word(match.start(), match.end(), match[0], plain(match[0]), is_word=has_letters)


def plain(word: str) -> str:
    """As it stands in the lists."""
    return normalize("NFC", word.translate(INVISIBLE)).lower().replace("’", "'").replace("‘", "'").replace("‑", "-")
