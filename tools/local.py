"""The settings of this machine where nobody gave others: the private cluster, keys of its own, a folder
for mail.

`.flaskenv` names create_app() here, so that `.venv/bin/flask` works without a single setting. Production
starts webapp.app:create_app, which reads the environment and nothing else."""

import base64
import os
import secrets
from collections.abc import Callable, MutableMapping
from contextlib import suppress
from pathlib import Path

from dotenv import load_dotenv
from flask import Flask

from tools import cluster

SECRET_KEY_FILE = cluster.VAR / "secret_key"
DATA_KEYS_FILE = cluster.VAR / "data_keys"
MAIL_FOLDER = cluster.VAR / "mail"


def fill_environment(environ: MutableMapping[str, str] = os.environ) -> None:
    """The environment goes before .env, and both go before what is made up here."""
    load_env_file()
    environ["ENVIRONMENT"] = environ.get("ENVIRONMENT") or "development"
    if environ["ENVIRONMENT"] == "production":
        return
    if not environ.get("DATABASE_URL"):
        environ["DATABASE_URL"] = cluster.url()
    if not environ.get("SECRET_KEY"):
        environ["SECRET_KEY"] = kept(SECRET_KEY_FILE, lambda: secrets.token_urlsafe(48))
    if not environ.get("DATA_KEYS"):
        environ["DATA_KEYS"] = kept(DATA_KEYS_FILE, new_data_key)
    if not environ.get("MAIL_URL"):
        environ["MAIL_URL"] = MAIL_FOLDER.as_uri()


def load_env_file() -> None:
    load_dotenv(cluster.ROOT / ".env")


def kept(path: Path, make: Callable[[], str]) -> str:
    """Made once: another secret key at each start would end every session, another data key would make what was
    sealed unreadable."""
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        making = path.with_name(f".{path.name}-{secrets.token_hex(8)}")
        with open(making, "w", encoding="ascii", opener=lambda name, flags: os.open(name, flags, 0o600)) as file:
            file.write(make())
        with suppress(FileExistsError):  # of two that start together the first one's counts
            os.link(making, path)
        making.unlink()
    return path.read_text(encoding="ascii").strip()


def new_data_key() -> str:
    """32 random bytes in the form that DATA_KEYS takes."""
    return base64.urlsafe_b64encode(os.urandom(32)).decode("ascii")


def create_app() -> Flask:
    fill_environment()
    from webapp.app import create_app as create

    return create()
