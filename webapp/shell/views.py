"""The manifest, the service worker, and the page that a phone shows when nothing answers."""

import json
from typing import Any

from flask import Blueprint, Response, render_template, request
from flask.typing import ResponseReturnValue

from webapp.areas.current import current_municipality
from webapp.areas.queries import list_open_municipalities
from webapp.core.access import public
from webapp.core.language import Language, current_language, find_language
from webapp.finding import town_map
from webapp.finding.cards import ACTIVITY, PLACE
from webapp.shell.manifest import manifest_of_site, manifest_of_town
from webapp.shell.release import worker_script
from webapp.shell.wording import page_words

bp = Blueprint("shell", __name__)
HOUR = 3_600  # seconds; a changed colour or name may take that long to reach the phone


@bp.get("/manifest.webmanifest")
@public
def site_manifest() -> ResponseReturnValue:
    """Of the only town, else of the site; in the language of `lang`, else in the best for the browser."""
    towns = list_open_municipalities("")
    document = manifest_of_town(towns[0], _language()) if len(towns) == 1 else manifest_of_site(_language())
    return _manifest(document, vary=True)


@bp.get("/<lang:lang>/<slug:town>/manifest.webmanifest")
@public
def manifest() -> ResponseReturnValue:
    return _manifest(manifest_of_town(current_municipality(), _language()))


def _language() -> Language:
    language = find_language(current_language())
    assert language is not None  # the address or the browser chose among those that are there
    return language


def _manifest(document: dict[str, Any], *, vary: bool = False) -> Response:
    answer = Response(json.dumps(document, ensure_ascii=False), content_type="application/manifest+json")
    answer.headers["Cache-Control"] = f"{'private' if vary else 'public'}, max-age={HOUR}"
    answer.add_etag()
    if vary:  # it follows the browser and not the address, so no cache in between may keep it
        answer.headers["Vary"] = "Accept-Language"
    answer.make_conditional(request)
    return answer


@bp.get("/service-worker.js")
@public
def worker() -> ResponseReturnValue:
    """At the root, so that it may answer for the whole site; asked for anew each time, so that a deploy is seen."""
    answer = Response(worker_script(), content_type="text/javascript; charset=utf-8")
    answer.headers["Cache-Control"] = "no-cache"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


@bp.get("/<lang:lang>/<slug:town>/offline")
@public
def offline() -> ResponseReturnValue:
    """Without a script a sentence and the ways on; with one, what the address asks for, from what the phone keeps."""
    town, language = current_municipality(), current_language()
    whole = town_map.of_town(town, language, types=(PLACE, ACTIVITY))
    return render_template("shell/offline.html", words=page_words(town), map=whole)
