"""Whether the log of the database could show what somebody typed: a town that runs its own PostgreSQL hears so."""

from collections.abc import Iterator

from sqlalchemy import text

from webapp.extensions import db

# What each setting has to be, and what it would tell otherwise.
WANTED = {
    "log_parameter_max_length": ("0", "slow statements with what was typed"),
    "log_parameter_max_length_on_error": ("0", "failed statements with what was typed"),
    "log_error_verbosity": ("terse", "the row that a statement failed on"),
}
_SETTINGS = text("SELECT name, setting FROM pg_settings WHERE name = ANY(:names)")


def complaints() -> Iterator[str]:
    """A line for each setting that lets too much into the log, with what mends it."""
    for name, setting in db.session.execute(_SETTINGS, {"names": list(WANTED)}):
        wanted, tells = WANTED[name]
        if setting != wanted:
            yield f"The log of PostgreSQL can hold {tells}. As its administrator: ALTER SYSTEM SET {name} = '{wanted}';"
