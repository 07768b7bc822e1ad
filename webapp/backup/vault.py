"""A sealed file, read and written piece by piece, so that memory stays flat however much there is.

AES-256-GCM under a key of this file alone, made by HKDF from a key of DATA_KEYS and a random salt. Each piece is sealed
with its number, its kind and the head of the file, and the last one says that it is the last: a piece that is changed,
left out, moved, or taken from another file does not open, and a file that was cut off is noticed."""

import base64
import hashlib
import os
import struct
from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from webapp.backup.rules import BackupError, Header, read_header

STOCK, DUMP, END = range(3)
PIECE = 1 << 20
_SEAL = 16  # bytes that AES-GCM adds
_FRAME = struct.Struct(">BI")
_LONGEST_LINE = 4096
DAMAGED = "This backup is damaged or was changed; use another one."
CUT_OFF = "This backup was cut off: its end is missing; use another one."


class Writer:
    def __init__(self, file: BinaryIO, data_key: str, moment: datetime, migration: str) -> None:
        salt = os.urandom(32)
        self.header = Header(moment.isoformat(), migration, fingerprint(data_key), salt.hex())
        self._file = file
        self._sealer = _Sealer(data_key, salt, self.header.to_bytes())
        self._hash = hashlib.sha256()
        file.write(self.header.to_bytes())

    def write(self, kind: int, piece: bytes) -> None:
        self._hash.update(piece)
        sealed = self._sealer.seal(kind, piece)
        self._file.write(_FRAME.pack(kind, len(sealed)) + sealed)

    def end(self) -> str:
        """Gives the SHA-256 of what is inside."""
        digest = self._hash.hexdigest()
        self.write(END, digest.encode("ascii"))
        return digest


def read_head(file: BinaryIO) -> Header:
    """Raises BackupError."""
    first, second = _line(file), _line(file)
    return read_header(first, second)


def read_pieces(file: BinaryIO, data_keys: Sequence[str]) -> Iterator[tuple[int, bytes]]:
    """Kind and words of each piece up to the end, which is no piece. Raises BackupError, at the latest at the end."""
    header = read_head(file)
    opener = _Sealer(_key_of(header, data_keys), _salt_of(header), header.to_bytes())
    digest = hashlib.sha256()
    while True:
        kind, sealed = _frame(file)
        piece = opener.open(kind, sealed)
        if kind == END:
            break
        digest.update(piece)
        yield kind, piece
    if piece != digest.hexdigest().encode("ascii") or file.read(1):
        raise BackupError(DAMAGED)


def fingerprint(data_key: str) -> str:
    """Names a key without telling it."""
    return _derive(data_key, None, b"dichtbij backup key 1", 8).hex()


class _Sealer:
    def __init__(self, data_key: str, salt: bytes, header: bytes) -> None:
        self._cipher = AESGCM(_derive(data_key, salt, b"dichtbij backup 1", 32))
        self._header = hashlib.sha256(header).digest()
        self._number = 0

    def seal(self, kind: int, piece: bytes) -> bytes:
        return self._cipher.encrypt(self._nonce(kind), piece, self._header)

    def open(self, kind: int, sealed: bytes) -> bytes:
        try:
            return self._cipher.decrypt(self._nonce(kind), sealed, self._header)
        except InvalidTag:
            raise BackupError(DAMAGED) from None

    def _nonce(self, kind: int) -> bytes:
        """Never twice under one key: the key is of one file, and the pieces of a file are counted."""
        self._number += 1
        return self._number.to_bytes(11, "big") + bytes([kind])


def _derive(data_key: str, salt: bytes | None, purpose: bytes, length: int) -> bytes:
    return HKDF(hashes.SHA256(), length, salt, purpose).derive(base64.urlsafe_b64decode(data_key))


def _key_of(header: Header, data_keys: Sequence[str]) -> str:
    for key in data_keys:
        if fingerprint(key) == header.key:
            return key
    raise BackupError(
        f"This backup of {header.made_at[:10]} was sealed with a key that is not in DATA_KEYS; put the key of that day "
        "at their end."
    )


def _salt_of(header: Header) -> bytes:
    try:
        return bytes.fromhex(header.salt)
    except ValueError:
        raise BackupError(DAMAGED) from None


def _line(file: BinaryIO) -> str:
    return file.readline(_LONGEST_LINE).decode("ascii", errors="replace")


def _frame(file: BinaryIO) -> tuple[int, bytes]:
    head = file.read(_FRAME.size)
    if len(head) < _FRAME.size:
        raise BackupError(CUT_OFF)
    kind, length = _FRAME.unpack(head)
    if kind > END or length > PIECE + _SEAL:
        raise BackupError(DAMAGED)
    sealed = file.read(length)
    if len(sealed) < length:
        raise BackupError(CUT_OFF)
    return kind, sealed
