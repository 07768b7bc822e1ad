"""Pictures for everyone, from our own origin. What is shown under one address never changes, so a browser keeps it."""

from uuid import UUID

from flask import Blueprint, Response
from flask.typing import ResponseReturnValue

from webapp.core.access import public
from webapp.photos.queries import get_public_picture

bp = Blueprint("photos", __name__)
WEEK_S = 7 * 24 * 60 * 60  # and no longer: who asks us to take a photo away should not be seen for a year
MIMETYPES = {"webp": "image/webp", "jpg": "image/jpeg"}


@bp.get("/photos/<uuid:photo_id>-<int(max=9999):width>.webp")
@public
def webp(photo_id: UUID, width: int) -> ResponseReturnValue:
    return _answer(photo_id, "webp", width)


@bp.get("/photos/<uuid:photo_id>-<int(max=9999):width>.jpg")
@public
def jpg(photo_id: UUID, width: int) -> ResponseReturnValue:
    return _answer(photo_id, "jpg", width)


def _answer(photo_id: UUID, kind: str, width: int) -> Response:
    answer = Response(get_public_picture(photo_id, kind, width), mimetype=MIMETYPES[kind])
    answer.headers["Cache-Control"] = f"public, max-age={WEEK_S}, immutable"
    return answer
