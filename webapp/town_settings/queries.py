"""What a page of every day does not carry along."""

from sqlalchemy import select

from webapp.areas.models import Municipality
from webapp.extensions import db


def find_logo(municipality_id: int) -> bytes | None:
    """The picture itself; None without one."""
    return db.session.scalar(select(Municipality.logo).where(Municipality.id == municipality_id))
