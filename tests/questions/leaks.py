"""Looking for words everywhere something is kept, in every form in which a program could have written them."""

import base64
import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from urllib.parse import quote

import sqlalchemy as sa

SHIFTS = 3  # the same letters in base64, by where they begin


def forms_of(word: str) -> set[bytes]:
    """Plain, as wide characters, in hex, in base64 and escaped."""
    plain = word.encode()
    found = {plain, word.encode("utf-16-le"), plain.hex().encode(), plain.hex().upper().encode(), quote(word).encode()}
    for shift in range(SHIFTS):
        encoded = base64.b64encode(b"\0" * shift + plain)
        # Letters at both ends depend on what stands beside them.
        found.add(encoded[-(-shift * 8 // 6) : (shift + len(plain)) * 8 // 6])
    return found


class Search:
    """Which of the words stand where; a word may stand in a file with soft line ends of a mail in between."""

    def __init__(self, words: Iterable[str]) -> None:
        self._words = {form: word for word in words for form in forms_of(word)}
        self._pattern = re.compile(b"|".join(re.escape(form) for form in sorted(self._words)))

    def in_bytes(self, content: bytes) -> set[str]:
        without_soft_ends = content.replace(b"=\r\n", b"").replace(b"=\n", b"")
        found = self._pattern.findall(content) + self._pattern.findall(without_soft_ends)
        return {self._words[form] for form in found}

    def in_files(self, folder: Path) -> Iterator[tuple[str, str]]:
        for path in sorted(folder.rglob("*")):
            if path.is_file():
                for word in self.in_bytes(path.read_bytes()):
                    yield word, str(path.relative_to(folder))

    def in_rows(self, connection: sa.Connection) -> Iterator[tuple[str, str]]:
        """Also what the database compresses: every row of every table as text, bytes in hex."""
        tables = connection.scalars(sa.text("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")).all()
        for table in tables:
            for row in connection.scalars(sa.text(f'SELECT each::text FROM "{table}" AS each')):
                for word in self.in_bytes(row.encode()):
                    yield word, table
