"""The words that a search looks in, as PostgreSQL keeps them, each written once a package. Pure."""

import re

WEIGHTS = "ABCD"
_LEXEME = re.compile(r"'((?:[^'\\]|''|\\.)*)'(?::([0-9ABCD,]+))?")


class Lexemes:
    """Numbers lexemes in the order in which they come; `told` lists them."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    @property
    def told(self) -> list[str]:
        return list(self._numbers)

    def numbers_of(self, search: str) -> list[list[int]]:
        """Of a tsvector as text: by weight A to D the numbers of its lexemes; each once a weight."""
        found: list[list[int]] = [[], [], [], []]
        for written, places in _LEXEME.findall(search):
            lexeme = re.sub(r"''|\\(.)", lambda match: match[1] or "'", written)
            number = self._numbers.setdefault(lexeme, len(self._numbers))
            for weight in sorted({place[-1] if place[-1:].isalpha() else "D" for place in places.split(",")}):
                found[WEIGHTS.index(weight)].append(number)
        while found and not found[-1]:
            found.pop()
        return found
