"""Long words taken apart: "schuldhulpspreekuur" is schuld, hulp and spreekuur. Pure; `is_word` says what is known."""

from collections.abc import Callable, Iterator

SHORTEST_PART = 4  # letters of a part of a compound
SHORTEST_GUESSED = 5  # of a part with a typing error
SHORTEST_BARE = 3  # without what links it to the next
LINKS = ("", "s", "e", "en")  # what Dutch puts between the parts of a compound

IsWord = Callable[[str], bool]


def is_linked_word(piece: str, is_word: IsWord) -> bool:
    """Whether the piece, or what is left without a link at its end, is a word."""
    bare = [piece.removesuffix(link) for link in LINKS if piece.endswith(link)]
    return any(len(one) >= SHORTEST_BARE and is_word(one) for one in bare)


def split_compound(word: str, is_word: IsWord) -> list[str]:
    """Its parts, as few as possible, each a word that is known; empty where it cannot be taken apart."""
    best: dict[int, list[str]] = {0: []}
    for end in range(SHORTEST_PART - 1, len(word) + 1):
        for start in sorted(best):
            if not SHORTEST_BARE <= end - start < len(word):
                continue
            part = next(iter(_bare_words(word[start:end], is_word, is_last=end == len(word))), None)
            if part and (end not in best or len(best[start]) + 1 < len(best[end])):
                best[end] = [*best[start], part]
    parts = best.get(len(word), [])
    return parts if len(parts) > 1 else []


def _bare_words(piece: str, is_word: IsWord, *, is_last: bool) -> Iterator[str]:
    """The piece, or without what links it to the next, where that is a word."""
    for link in ("", "en") if is_last else LINKS:
        bare = piece.removesuffix(link)
        if (not link or piece.endswith(link)) and len(bare) >= SHORTEST_BARE and is_word(bare):
            yield bare


def halves_with_an_error(word: str, is_word: IsWord) -> Iterator[tuple[str, str, bool]]:
    """Two parts of which one is known, the longest first, and whether that is the last: "computet" and "hulp"."""
    for known in range(len(word) - SHORTEST_GUESSED, SHORTEST_PART - 1, -1):
        if is_word(word[:known]):
            yield word[:known], word[known:], False
        if is_word(word[-known:]):
            yield word[:-known], word[-known:], True
