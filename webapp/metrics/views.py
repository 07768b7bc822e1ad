"""/metrics for Prometheus; for everyone else there is no such page."""

from flask import Blueprint, Response, current_app, request

from webapp.core import clock
from webapp.core.access import public
from webapp.core.errors import NotFound
from webapp.metrics import queries
from webapp.metrics.rules import may_read

bp = Blueprint("metrics", __name__)
COUNTERS = "dichtbij.counters"  # in app.extensions


@bp.get("/metrics")
@public
def metrics() -> Response:
    """Not public in truth: without the token of METRICS_TOKEN only for who asks from this machine."""
    allowed = may_read(
        remote=request.remote_addr or "",
        is_forwarded="X-Forwarded-For" in request.headers or "Forwarded" in request.headers,
        authorization=request.headers.get("Authorization", ""),
        token=current_app.config["SETTINGS"].metrics_token,
    )
    if not allowed:
        raise NotFound
    moment = clock.now()
    figures = queries.list_figures(moment, clock.local(moment).date())
    body, content_type = current_app.extensions[COUNTERS].written(figures)
    return Response(body, content_type=content_type, headers={"Cache-Control": "no-store"})
