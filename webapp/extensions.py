"""The libraries that need an application; imports nothing of ours but the base of the models."""

from datetime import datetime
from typing import Any

from flask import g
from flask_babel import Babel
from flask_compress import Compress
from flask_sqlalchemy import SQLAlchemy
from flask_sqlalchemy.session import Session
from flask_wtf import CSRFProtect
from sqlalchemy import Connection, Engine, MetaData, Text
from sqlalchemy.dialects.postgresql import TIMESTAMP
from sqlalchemy.orm import DeclarativeBase, registry

NAMING = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Constraints get predictable names, so that a migration and an error message can name them."""

    registry = registry(
        metadata=MetaData(naming_convention=NAMING),
        type_annotation_map={str: Text, datetime: TIMESTAMP(timezone=True)},
    )


class RequestSession(Session):
    """A request may read from another server than it writes to: core/connections says which."""

    def get_bind(self, *which: Any, **named: Any) -> Engine | Connection:
        chosen: Engine | None = g.get("reads_from")
        return super().get_bind(*which, **named) if chosen is None else chosen


# Models build on Base itself: a type checker understands it, and the extension only needs its metadata.
db = SQLAlchemy(metadata=Base.metadata, session_options={"class_": RequestSession})
babel = Babel()
compress = Compress()
csrf = CSRFProtect()
