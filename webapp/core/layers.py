"""What a request passes on its way to Flask, from the outside in."""

from pathlib import Path
from wsgiref.types import WSGIApplication

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix
from whitenoise import WhiteNoise

from webapp.config import Settings
from webapp.core import assets
from webapp.core.addresses import FOR_PROGRAMS
from webapp.core.forwarded import ForwardedNotice
from webapp.core.headers import FileHeaders
from webapp.core.microcache import NAME, MicroCache
from webapp.core.request_watch import Count, RequestWatch
from webapp.core.turns import Turns


def put_around(app: Flask, settings: Settings, static: Path, count: Count) -> None:
    """All is counted. Static files answer first, then the small cache of ready answers, then Flask, to a few requests
    at once. Behind proxies the visitor's own address and scheme are what the outermost of ours says; the host is passed
    on by them as it was."""
    answers = app.wsgi_app if settings.proxies else ForwardedNotice(app.wsgi_app)
    kept = app.extensions[NAME] = MicroCache(Turns(answers), prefix=FOR_PROGRAMS)
    files = WhiteNoise(
        kept,
        root=static if static.is_dir() else None,
        prefix="static/",
        max_age=60,
        immutable_file_test=lambda path, url: assets.is_hashed(url),
    )
    outer: WSGIApplication = FileHeaders(files, settings)
    if settings.proxies:
        outer = ProxyFix(outer, x_for=settings.proxies, x_proto=settings.proxies, x_host=0)
    # The documented way to wrap an application.
    app.wsgi_app = RequestWatch(outer, count, has_proxy=bool(settings.proxies))  # type: ignore[method-assign]
