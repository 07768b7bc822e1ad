"""The one place that ends a transaction."""

from webapp.extensions import db


def commit() -> None:
    """The last line of a view or command that changes something; nothing else commits."""
    db.session.commit()
