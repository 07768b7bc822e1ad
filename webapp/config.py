"""Every setting, read once from the environment; a setting that makes no sense stops the start with one clear line."""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

ENVIRONMENTS = ("production", "development", "test")
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR")
LOOPBACK = ("127.0.0.1", "localhost", "[::1]")
SECRET_KEY_MIN_CHARACTERS = 32
WEAK_WORDS = ("change", "secret", "password", "example", "dichtbij")


class SettingError(ValueError):
    """The environment holds a value that the product cannot start with."""


@dataclass(frozen=True)
class Settings:
    environment: str
    database_url: str
    secret_key: str
    base_url: str | None
    port: int
    log_level: str
    languages_dir: str | None = None
    staff_idle_minutes: int = 60  # without a page for so long, a member of staff has to sign in again

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
    return Settings(
        environment=environment,
        database_url=_database_url(environ),
        secret_key=_secret_key(environ, strict=environment == "production"),
        base_url=_base_url(environ, needed=environment == "production"),
        port=_port(environ),
        log_level=_choice(environ, "LOG_LEVEL", LOG_LEVELS, "INFO"),
        languages_dir=_folder(environ, "LANGUAGES_DIR"),
        staff_idle_minutes=_number(environ, "STAFF_IDLE_MINUTES", range(5, 721), 60),
    )


def _choice(environ: Mapping[str, str], name: str, allowed: tuple[str, ...], default: str) -> str:
    value = environ.get(name, "") or default
    if value not in allowed:
        raise SettingError(f"{name} is {value!r}; it may be {', '.join(allowed)}.")
    return value


def _database_url(environ: Mapping[str, str]) -> str:
    """The driver is written out: without it SQLAlchemy's default would decide which one is used."""
    url = environ.get("DATABASE_URL", "")
    if not url:
        raise SettingError("DATABASE_URL is missing; `make run` sets it for the private database.")
    scheme, separator, rest = url.partition("://")
    if not separator or scheme not in ("postgresql", "postgres", "postgresql+psycopg"):
        raise SettingError("DATABASE_URL must start with postgresql:// (PostgreSQL with PostGIS).")
    return f"postgresql+psycopg://{rest}"


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
