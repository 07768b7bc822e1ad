"""Says once when a proxy stands in front that nobody told us about: all visitors would count as one address."""

import logging
from collections.abc import Iterable
from typing import Any
from wsgiref.types import StartResponse, WSGIApplication, WSGIEnvironment

logger = logging.getLogger(__name__)
WARNING = (
    "X-Forwarded-For arrives while PROXIES is 0, so every visitor counts as the proxy: limits would hold for all of "
    "them together. Set PROXIES to the number of proxies in front."
)


class ForwardedNotice:
    """WSGI middleware for where PROXIES is 0. A visitor who sends the header causes one line a process, and no more."""

    def __init__(self, app: WSGIApplication) -> None:
        self._app = app
        self._is_said = False

    def __call__(self, environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[Any]:
        if not self._is_said and "HTTP_X_FORWARDED_FOR" in environ:
            self._is_said = True
            logger.warning(WARNING)
        return self._app(environ, start_response)
