"""Every setting, read once from the environment; a setting that makes no sense stops the start with one clear line."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from email.errors import MessageError
from email.headerregistry import Address
from email.utils import parseaddr
from pathlib import Path
from urllib.parse import SplitResult, urlsplit

from webapp.database_settings import ONE_DATABASE, POOLERS, DatabaseSettings, read_databases, with_driver
from webapp.mail_settings import MailServer, read_mail_server
from webapp.tile_settings import NO_TILES, TileSettings, read_credit, read_url

ENVIRONMENTS = ("production", "development", "test")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
ROOT = Path(__file__).resolve().parent.parent
MAX_PROXIES = 10
RATE_FORM = re.compile(r"[1-9]\d{0,5}/(?:[1-9]\d{0,2})?(?:second|minute|hour|day)s?", re.ASCII)
DATA_KEY = re.compile(r"[A-Za-z0-9_-]{43}=")
SECRET_KEY_MIN_CHARACTERS = 32
WEAK_WORDS = ("change", "secret", "password", "example", "dichtbij")


class SettingError(ValueError):
    """The environment holds a value that the product cannot start with."""


@dataclass(frozen=True)
class Settings:
    environment: str
    database_url: str
    secret_key: str
    data_keys: tuple[str, ...]  # Fernet keys, newest first
    mail_server: MailServer
    mail_from: str
    base_url: str | None
    port: int
    log_level: str
    databases: DatabaseSettings = ONE_DATABASE
    languages_dir: str | None = None
    proxies: int = 0
    question_rate: str = "30/hour"  # an address of the network
    geocoder_url: str | None = None  # of the protocol of PDOK's Locatieserver, without the last part ("free")
    translator_url: str | None = None  # of the protocol of LibreTranslate, without the last part ("translate")
    translator_key: str = ""
    translator_automatic: bool = False  # whether the worker translates what is missing by itself
    tiles: TileSettings = NO_TILES
    metrics_dir: str | None = None  # where web processes count together; None: each for itself
    metrics_token: str = ""  # who has it may read /metrics from anywhere
    staff_idle_minutes: int = 60  # without a page for so long, a member of staff has to sign in again

    def __repr__(self) -> str:
        """Without keys and passwords: this may end up in a log."""
        return f"Settings({self.environment})"

    @property
    def trusted_hosts(self) -> list[str] | None:
        """Names under which we answer; the loopback ones are for health checks on the machine itself."""
        host = urlsplit(self.base_url or "").hostname
        return [host, *LOOPBACK] if host else None

    @property
    def is_production(self) -> bool:
        return self.environment == "production"


def read_settings(environ: Mapping[str, str] = os.environ) -> Settings:
    """Raises SettingError that names the variable and what it may hold."""
    environment = _choice(environ, "ENVIRONMENT", ENVIRONMENTS, "production")
    strict = environment == "production"
    base_url = _base_url(environ, needed=strict)
    return Settings(
        environment=environment,
        database_url=_database_url(environ),
        databases=_databases(environ),
        secret_key=_secret_key(environ, strict=strict),
        data_keys=_data_keys(environ),
        mail_server=_mail_server(environ, folder_allowed=not strict),
        mail_from=_mail_from(environ, base_url),
        base_url=base_url,
        port=_port(environ),
        log_level=_choice(environ, "LOG_LEVEL", LOG_LEVELS, "INFO"),
        languages_dir=_folder(environ, "LANGUAGES_DIR"),
        question_rate=_rate(environ, "QUESTION_RATE", "30/hour"),
        proxies=_number(environ, "PROXIES", range(MAX_PROXIES + 1), 0),
        geocoder_url=_service_url(environ, "GEOCODER_URL"),
        translator_url=_service_url(environ, "TRANSLATOR_URL"),
        translator_key=_key(environ, "TRANSLATOR_KEY"),
        translator_automatic=_choice(environ, "TRANSLATOR_AUTOMATIC", ("yes", "no"), "no") == "yes",
        tiles=_tiles(environ),
        metrics_dir=_folder(environ, "METRICS_DIR"),
        metrics_token=_key(environ, "METRICS_TOKEN", shortest=24),
        staff_idle_minutes=_number(environ, "STAFF_IDLE_MINUTES", range(5, 721), 60),
    )


def _choice(environ: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = environ.get(name, "") or default
    if value not in allowed:
        raise SettingError(f"{name} is {value!r}; it may be {', '.join(allowed)}.")
    return value


def _database_url(environ: Mapping[str, str]) -> str:
    try:
        return with_driver("DATABASE_URL", environ.get("DATABASE_URL", ""))
    except ValueError as error:
        raise SettingError(str(error)) from None


def _databases(environ: Mapping[str, str]) -> DatabaseSettings:
    lag_s = _number(environ, "DATABASE_READ_LAG", range(1, 601), 10)
    try:
        return read_databases(environ, lag_s, _choice(environ, "DATABASE_POOLER", POOLERS, "no"))
    except ValueError as error:
        raise SettingError(str(error)) from None


def _secret_key(environ: Mapping[str, str], *, strict: bool) -> str:
    key = environ.get("SECRET_KEY", "")
    if len(key) < SECRET_KEY_MIN_CHARACTERS:
        raise SettingError(
            f"SECRET_KEY has {len(key)} characters; it needs at least {SECRET_KEY_MIN_CHARACTERS}. "
            'Make one with: python3 -c "import secrets; print(secrets.token_urlsafe(48))"'
        )
    if strict and (len(set(key)) < 10 or any(word in key.lower() for word in WEAK_WORDS)):
        raise SettingError("SECRET_KEY can be guessed; use a random one of 48 characters or more.")
    return key


def _base_url(environ: Mapping[str, str], *, needed: bool) -> str | None:
    url = environ.get("BASE_URL", "").rstrip("/")
    if not url and needed:
        raise SettingError("BASE_URL is missing; production needs its public address, like https://dichtbij.example.")
    if not url:
        return None
    parts = urlsplit(url)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path or parts.query:
        raise SettingError(f"BASE_URL is {url!r}; it must look like https://dichtbij.example without a path.")
    return url


def _service_url(environ: Mapping[str, str], name: str) -> str | None:
    """Of a server that we ask; its path may have several parts, its query and its user name are ours to leave out."""
    url = environ.get(name, "").rstrip("/")
    if not url:
        return None
    try:
        parts = urlsplit(url)
        is_plain = parts.port != 0 and "@" not in parts.netloc and not (parts.query or parts.fragment)
    except ValueError:
        parts, is_plain = SplitResult("", "", "", "", ""), False
    if parts.scheme not in ("http", "https") or not parts.hostname or not is_plain:
        raise SettingError(f"{name} must look like https://service.example/path, without user, question mark or #.")
    return url


def _tiles(environ: Mapping[str, str]) -> TileSettings:
    cache_dir = _folder(environ, "TILES_CACHE_DIR")
    cache_mb = _number(environ, "TILES_CACHE_MB", range(10, 100_001), 500)
    try:
        url, credit = read_url(environ.get("TILES_URL")), read_credit(environ.get("TILES_CREDIT", ""))
    except ValueError as error:
        raise SettingError(str(error)) from None
    return TileSettings(url, credit, cache_dir, cache_mb)


def _key(environ: Mapping[str, str], name: str, shortest: int = 0) -> str:
    """The complaint never repeats the value."""
    value = environ.get(name, "")
    if not (value.isascii() and value.isprintable() and len(value) <= 500):
        raise SettingError(f"{name} holds characters that no key has.")
    if value and len(value) < shortest:
        raise SettingError(f"{name} can be guessed; use a random one of {shortest} characters or more.")
    return value


def _folder(environ: Mapping[str, str], name: str) -> str | None:
    """With its whole path: a relative one means something else to every program."""
    value = environ.get(name, "")
    if value and not (os.path.isabs(value) and os.path.isdir(value)):
        raise SettingError(f"{name} is {value!r}; it must be a folder that is there, with its whole path.")
    return value or None


def _port(environ: Mapping[str, str]) -> int:
    return _number(environ, "PORT", range(1, 65536), 8000)


def _number(environ: Mapping[str, str], name: str, allowed: range, default: int) -> int:
    value = environ.get(name, "") or str(default)
    if not (value.isascii() and value.isdecimal() and len(value) < 10) or int(value) not in allowed:
        raise SettingError(f"{name} is {value!r}; it must be a number from {allowed[0]} to {allowed[-1]}.")
    return int(value)


def _rate(environ: Mapping[str, str], name: str, default: str) -> str:
    """The form that core/limits.py reads."""
    value = environ.get(name, "").replace(" ", "") or default
    if not RATE_FORM.fullmatch(value):
        raise SettingError(f"{name} is {value!r}; it must look like 30/hour or 10/15minutes.")
    return value


def _data_keys(environ: Mapping[str, str]) -> tuple[str, ...]:
    """The complaint names the place of a bad key, never the key."""
    keys = tuple(key.strip() for key in environ.get("DATA_KEYS", "").split(",") if key.strip())
    if not keys:
        raise SettingError(
            "DATA_KEYS is missing; it seals what residents write. Make a key with: "
            'python3 -c "import base64, os; print(base64.urlsafe_b64encode(os.urandom(32)).decode())"'
        )
    for place, key in enumerate(keys, start=1):
        if not DATA_KEY.fullmatch(key):
            raise SettingError(
                f"DATA_KEYS holds no valid key at place {place}; each is 32 random bytes in URL-safe base64, "
                "with commas between them and the newest first."
            )
        if len(set(key)) < 10:
            raise SettingError(f"DATA_KEYS holds a key that can be guessed at place {place}; use a random one.")
    return keys


def _mail_server(environ: Mapping[str, str], *, folder_allowed: bool) -> MailServer:
    try:
        return read_mail_server(environ.get("MAIL_URL", ""), ROOT if folder_allowed else None)
    except ValueError as error:
        raise SettingError(str(error)) from None


def _mail_from(environ: Mapping[str, str], base_url: str | None) -> str:
    """Without a word about it: no-reply at the public host."""
    value = environ.get("MAIL_FROM", "") or f"Dichtbij <no-reply@{urlsplit(base_url or '').hostname or 'localhost'}>"
    name, address = parseaddr(value)
    try:
        if not all(address.partition("@")):
            raise ValueError
        return str(Address(display_name=name, addr_spec=address))
    except (ValueError, IndexError, MessageError):
        raise SettingError("MAIL_FROM must look like Dichtbij <no-reply@dichtbij.example>.") from None
