"""The settings of this machine where nobody gave others: the private cluster, a key of its own.

`.flaskenv` names create_app() here, so that `.venv/bin/flask` works without a single setting. Production
starts webapp.app:create_app, which reads the environment and nothing else."""

import os
import secrets
from collections.abc import MutableMapping

from dotenv import load_dotenv
from flask import Flask

from tools import cluster

SECRET_KEY_FILE = cluster.VAR / "secret_key"


def fill_environment(environ: MutableMapping[str, str] = os.environ) -> None:
    """The environment goes before .env, and both go before what is made up here."""
    load_env_file()
    environ["ENVIRONMENT"] = environ.get("ENVIRONMENT") or "development"
    if environ["ENVIRONMENT"] == "production":
        return
    if not environ.get("DATABASE_URL"):
        environ["DATABASE_URL"] = cluster.url()
    if not environ.get("SECRET_KEY"):
        environ["SECRET_KEY"] = secret_key()


def load_env_file() -> None:
    load_dotenv(cluster.ROOT / ".env")


def secret_key() -> str:
    """Made once: another one at each start would end every session."""
    cluster.VAR.mkdir(exist_ok=True)
    try:
        handle = os.open(SECRET_KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return SECRET_KEY_FILE.read_text(encoding="ascii")
    with os.fdopen(handle, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return SECRET_KEY_FILE.read_text(encoding="ascii")


def create_app() -> Flask:
    fill_environment()
    from webapp.app import create_app as create

    return create()
