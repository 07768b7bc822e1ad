"""What residents write is sealed before it reaches the database, and opened only where it is shown.

Fernet (AES-128-CBC with HMAC-SHA256) under the keys of DATA_KEYS: the newest seals, every one of them opens. Price: a
sealed text cannot be searched, and is a third longer. A fingerprint finds equal texts without telling them."""

import hashlib
import hmac
from functools import lru_cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import current_app
from sqlalchemy import LargeBinary
from sqlalchemy.types import TypeDecorator

from webapp.config import Settings


class SealError(Exception):
    """Sealed under a key that is not (or no longer) in DATA_KEYS, or damaged."""

    def __init__(self) -> None:
        super().__init__("A sealed text cannot be opened with the keys in DATA_KEYS.")


class Sealed(TypeDecorator[bytes]):
    """The type of a column that holds what seal() gave. It changes nothing: it is how re-sealing finds every such
    column, and how a test finds one that is not sealed."""

    impl = LargeBinary
    cache_ok = True


def seal(text: str) -> bytes:
    return _keys().encrypt(text.encode("utf-8", errors="replace"))


def unseal(sealed: bytes) -> str:
    """Raises SealError."""
    try:
        return _keys().decrypt(sealed).decode("utf-8")
    except InvalidToken:
        raise SealError from None


def reseal(sealed: bytes) -> bytes:
    """The same text under the newest key. Raises SealError."""
    try:
        return _keys().rotate(sealed)
    except InvalidToken:
        raise SealError from None


def is_newest(sealed: bytes) -> bool:
    """Whether the newest key opens it; then there is nothing to re-seal."""
    try:
        Fernet(_settings().data_keys[0]).decrypt(sealed)
    except InvalidToken:
        return False
    return True


def fingerprint(text: str) -> bytes:
    """32 bytes, the same for the same text, and of no use without SECRET_KEY. It follows SECRET_KEY and not
    DATA_KEYS: otherwise each new data key would make every stored fingerprint unfindable."""
    key = hmac.digest(_settings().secret_key.encode(), b"dichtbij fingerprint 1", hashlib.sha256)
    return hmac.digest(key, text.encode("utf-8", errors="replace"), hashlib.sha256)


def _settings() -> Settings:
    settings: Settings = current_app.config["SETTINGS"]
    return settings


def _keys() -> MultiFernet:
    return _fernets(_settings().data_keys)


@lru_cache(maxsize=4)
def _fernets(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])
