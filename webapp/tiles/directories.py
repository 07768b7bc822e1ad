"""The directories of a PMTiles archive (version 3): read once, and nothing in them is believed.

The package `pmtiles` knows the head and the numbers of tiles. Its own reader unpacks and reads the directories again
for each tile and follows them wherever they lead, which is good for a file of one's own only.
"""

import zlib
from array import array
from bisect import bisect_right
from dataclasses import dataclass

MOST_UNPACKED = 1_000_000  # bytes of one directory; the tools make them of some 16,000
MOST_BITS = 64
LEAST_ENTRY = 4  # bytes: each entry is four numbers


class BrokenArchive(ValueError):
    """The file is no archive that we can trust, and why."""


@dataclass(frozen=True)
class Entry:
    """Where a tile is in the data, or a directory among the directories."""

    offset: int
    length: int
    is_directory: bool


class Directory:
    """`room`: bytes of the part in which its tiles lie; `leaf_room`: of the part with further directories."""

    def __init__(self, body: bytes, room: int, leaf_room: int) -> None:
        numbers = _Numbers(body)
        count = numbers.next()
        if count == 0 or count * LEAST_ENTRY > len(body):
            raise BrokenArchive("a directory tells more entries than it has, or none")
        self._ids = _summed(numbers, count)
        self._runs = array("Q", (numbers.next() for _ in range(count)))
        self._lengths = array("Q", (numbers.next() for _ in range(count)))
        self._offsets = array("Q")
        for place in range(count):
            self._add_offset(place, numbers.next())
            self._check(place, leaf_room if self._runs[place] == 0 else room)

    def __len__(self) -> int:
        return len(self._ids)

    def find(self, tile_id: int) -> Entry | None:
        place = bisect_right(self._ids, tile_id) - 1
        if place < 0:
            return None
        run = self._runs[place]
        if run and tile_id - self._ids[place] >= run:
            return None
        return Entry(self._offsets[place], self._lengths[place], is_directory=run == 0)

    def _add_offset(self, place: int, told: int) -> None:
        if told:
            self._offsets.append(told - 1)
        elif place:
            self._offsets.append(self._offsets[-1] + self._lengths[place - 1])
        else:
            raise BrokenArchive("a directory begins nowhere")

    def _check(self, place: int, room: int) -> None:
        if not 0 < self._lengths[place] <= room - self._offsets[place]:
            raise BrokenArchive("a directory leads out of the file")


def unpacked(body: bytes, most: int = MOST_UNPACKED) -> bytes:
    """Of gzip, at most so much. Raises BrokenArchive."""
    opened = zlib.decompressobj(zlib.MAX_WBITS | 16)
    try:
        found = opened.decompress(body, most)
    except zlib.error:
        raise BrokenArchive("a part is not packed as the head says") from None
    if opened.unconsumed_tail or not opened.eof:
        raise BrokenArchive("a part is cut off, or grows beyond all bounds when it is unpacked")
    return found


class _Numbers:
    def __init__(self, body: bytes) -> None:
        self._body = body
        self._at = 0

    def next(self) -> int:
        number = shift = 0
        while shift < MOST_BITS:
            try:
                byte = self._body[self._at]
            except IndexError:
                raise BrokenArchive("a directory is cut off") from None
            self._at += 1
            number |= (byte & 0x7F) << shift
            if byte < 0x80:
                break
            shift += 7
        if number >> (MOST_BITS - 1):
            raise BrokenArchive("a directory holds a number that is too large")
        return number


def _summed(numbers: _Numbers, count: int) -> "array[int]":
    """Each id is told as the step from the one before."""
    ids = array("Q")
    last = 0
    for place in range(count):
        step = numbers.next()
        last += step
        if (place and step == 0) or last >> (MOST_BITS - 1):
            raise BrokenArchive("a directory is not in order")
        ids.append(last)
    return ids
