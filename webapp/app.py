"""create_app(): named steps, nothing at import time."""

import sys
from pathlib import Path

from flask import Flask, Response, request

from webapp import worker
from webapp.accounts import access, cookies, library
from webapp.accounts import commands as account_commands
from webapp.accounts import staff_views as account_staff_views
from webapp.accounts import views as account_views
from webapp.accounts import wording as account_wording
from webapp.answering import views as answering_views
from webapp.areas import commands as area_commands
from webapp.areas import current
from webapp.asking import views as asking_views
from webapp.asking import wording as asking_wording
from webapp.backup import commands as backup_commands
from webapp.calendar_feeds import staff_views as calendar_feeds_staff_views
from webapp.closed_days import staff_views as closed_days_staff_views
from webapp.colleagues import staff_views as colleague_staff_views
from webapp.collecting import staff_views as collecting_staff_views
from webapp.collecting import views as collecting_views
from webapp.collecting import wording as collecting_wording
from webapp.config import SettingError, Settings, read_settings
from webapp.coordinating import staff_views as coordinating_staff_views
from webapp.coordinating import views as coordinating_views
from webapp.core import (
    assets,
    connections,
    fetching,
    formats,
    headers,
    jobs,
    layers,
    logs,
    migrating,
    request_watch,
    words,
)
from webapp.core import commands as core_commands
from webapp.core.access import is_for_staff
from webapp.core.language import current_language
from webapp.demo import commands as demo_commands
from webapp.desk import staff_views as desk_staff_views
from webapp.editing import staff_views as editing_staff_views
from webapp.editing import views as editing_views
from webapp.embedding import staff_views as embedding_staff_views
from webapp.embedding import views as embedding_views
from webapp.exchange import commands as exchange_commands
from webapp.exchange import views as exchange_views
from webapp.extensions import babel, compress, csrf, db
from webapp.finding import head
from webapp.finding import views as finding_views
from webapp.following import views as following_views
from webapp.freshness import listening as freshness_listening
from webapp.freshness import staff_views as freshness_staff_views
from webapp.freshness import views as freshness_views
from webapp.guiding import views as guiding_views
from webapp.guiding import wording as guiding_wording
from webapp.handouts import views as handouts_views
from webapp.hsds import views as hsds_views
from webapp.hsds_import import listening as hsds_import_listening
from webapp.inbox import staff_views as inbox_staff_views
from webapp.inbox import views as inbox_views
from webapp.merging import staff_views as merging_staff_views
from webapp.messages import commands as message_commands
from webapp.metrics import views as metrics_views
from webapp.metrics.counters import Counters
from webapp.offline import views as offline_views
from webapp.pages import errors
from webapp.pages import views as page_views
from webapp.passkeys import staff_views as passkey_staff_views
from webapp.passkeys import views as passkey_views
from webapp.photos import noting as photo_noting
from webapp.photos import staff_views as photo_staff_views
from webapp.photos import views as photo_views
from webapp.pinning import staff_views as pinning_staff_views
from webapp.places import commands as place_commands
from webapp.practices import staff_views as practices_staff_views
from webapp.practices import views as practices_views
from webapp.programme import staff_views as programme_staff_views
from webapp.programme import views as programme_views
from webapp.questions import commands as question_commands
from webapp.replica_reads import MAY_BE_SECONDS_OLD
from webapp.reports import staff_views as reports_staff_views
from webapp.reports import views as reports_views
from webapp.reviewing import staff_views as reviewing_staff_views
from webapp.reviewing import views as reviewing_views
from webapp.safety import views as safety_views
from webapp.safety import wording as safety_wording
from webapp.schedule import commands as schedule_commands
from webapp.schedule import wording
from webapp.screens import views as screen_views
from webapp.search import commands as search_commands
from webapp.sheets import staff_views as sheets_staff_views
from webapp.shell import views as shell_views
from webapp.taxonomy.rules import read_further_labels, terms
from webapp.teams import commands as team_commands
from webapp.tiles import source as tile_source
from webapp.tiles import views as tile_views
from webapp.town_settings import staff_views as settings_staff_views
from webapp.town_settings import views as settings_views
from webapp.town_settings import wording as settings_wording
from webapp.town_words import staff_views as word_staff_views
from webapp.translating import commands as translating_commands
from webapp.versions import listening as versions_listening

ROOT = Path(__file__).resolve().parent.parent
STATIC = ROOT / "static" / "dist"
MAX_REQUEST_BYTES = 1_000_000  # resident pages send short forms only

# All that has addresses.
ROOMS = (
    page_views, metrics_views, shell_views, account_views, account_staff_views, passkey_views,
    passkey_staff_views, exchange_views, hsds_views, guiding_views, handouts_views, practices_views,
    practices_staff_views,
    collecting_views, collecting_staff_views, embedding_views, embedding_staff_views, screen_views,
    finding_views, tile_views, answering_views, offline_views, asking_views, safety_views, reports_views,
    reports_staff_views, freshness_views, freshness_staff_views, inbox_views, inbox_staff_views,
    coordinating_views, coordinating_staff_views, colleague_staff_views, desk_staff_views, programme_views,
    programme_staff_views, settings_views, settings_staff_views, closed_days_staff_views, word_staff_views,
    editing_views, editing_staff_views, reviewing_views, reviewing_staff_views, following_views, photo_views,
    photo_staff_views, pinning_staff_views, merging_staff_views, sheets_staff_views,
    calendar_feeds_staff_views,
)  # fmt: skip


def create_app(settings: Settings | None = None) -> Flask:
    settings = settings or settings_or_exit()
    app = connections.Application(__name__, static_folder=None, template_folder=str(ROOT / "templates"))
    configure(app, settings)
    set_up_logging(settings)
    set_up_extensions(app)
    set_up_accounts(app, settings)
    set_up_templates(app, settings)
    set_up_addresses(app)
    set_up_tiles(app, settings)
    set_up_commands(app)
    set_up_wsgi(app, settings)
    return app


def settings_or_exit() -> Settings:
    """One clear line instead of a traceback: who reads it is setting up a machine."""
    try:
        return read_settings()
    except SettingError as error:
        sys.exit(f"Dichtbij cannot start. {error}")


def configure(app: Flask, settings: Settings) -> None:
    app.config.update(
        SETTINGS=settings,
        ENVIRONMENT=settings.environment,
        TESTING=settings.environment == "test",
        SECRET_KEY=settings.secret_key,
        TRUSTED_HOSTS=settings.trusted_hosts,
        **connections.database_config(settings),
        MAX_CONTENT_LENGTH=MAX_REQUEST_BYTES,
        DEMO_ACCOUNTS=ROOT / "var" / "demo-accounts.json",
        COMPRESS_MIMETYPES=[
            "text/html",
            "text/css",
            "text/javascript",
            "application/json",
            "application/xml",
            "application/rss+xml",
            "text/calendar",
        ],
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=4,
        COMPRESS_REGISTER=False,  # see compress_public
        WTF_CSRF_CHECK_DEFAULT=False,  # for staff it is always checked (accounts/access.py); residents have no session
        WTF_CSRF_TIME_LIMIT=None,  # as long as the session
        BABEL_TRANSLATION_DIRECTORIES=";".join(filter(None, ("translations", settings.languages_dir))),
    )
    app.jinja_options = {"trim_blocks": True, "lstrip_blocks": True}


def set_up_logging(settings: Settings) -> None:
    """Addresses of visitors and what they typed are never logged; the web server's access log stays off."""
    logs.set_up(settings)
    jobs.quiet_logs()
    fetching.quiet_logs()


def set_up_extensions(app: Flask) -> None:
    db.init_app(app)
    connections.init_app(app, MAY_BE_SECONDS_OLD)
    babel.init_app(app, locale_selector=current_language)
    csrf.init_app(app)
    compress.init_app(app)
    app.after_request(compress_public)


def compress_public(response: Response) -> Response:
    """Not for staff: the size of a compressed page can betray a secret in it (BREACH)."""
    return response if is_for_staff(request.path) else compress.after_request(response)


def set_up_accounts(app: Flask, settings: Settings) -> None:
    cookies.init_app(app, settings)
    library.init_app(app, settings)
    access.init_app(app)
    versions_listening.init_app()
    freshness_listening.init_app()
    hsds_import_listening.init_app()
    photo_noting.init_app()


def set_up_templates(app: Flask, settings: Settings) -> None:
    assets.init_app(app, STATIC)
    formats.init_app(app)
    words.init_app(app)
    wording.init_app(app)
    head.init_app(app)
    guiding_wording.init_app(app)
    account_wording.init_app(app)
    asking_wording.init_app(app)
    safety_wording.init_app(app)
    collecting_wording.init_app(app)
    settings_wording.init_app(app)
    app.jinja_env.globals["terms"] = terms
    if settings.languages_dir:
        read_further_labels(Path(settings.languages_dir))


def set_up_addresses(app: Flask) -> None:
    current.init_app(app)
    settings_views.init_app(app)
    for views in ROOMS:
        app.register_blueprint(views.bp)
    errors.init_app(app)
    headers.init_app(app)
    request_watch.init_app(app)


def set_up_tiles(app: Flask, settings: Settings) -> None:
    try:
        tile_source.init_app(app, settings)
    except SettingError as error:
        sys.exit(f"Dichtbij cannot start. {error}")


def set_up_commands(app: Flask) -> None:
    features = (
        core_commands,
        area_commands,
        message_commands,
        account_commands,
        place_commands,
        schedule_commands,
        search_commands,
        exchange_commands,
        team_commands,
        question_commands,
        translating_commands,
        demo_commands,
    )
    for commands in features:
        app.cli.add_command(commands.group)
    app.cli.add_command(migrating.MigrationCommands(app))
    app.cli.add_command(worker.command)
    app.cli.add_command(backup_commands.backup)
    app.cli.add_command(backup_commands.restore)


def set_up_wsgi(app: Flask, settings: Settings) -> None:
    counters = app.extensions[metrics_views.COUNTERS] = Counters(settings.metrics_dir)
    layers.put_around(app, settings, STATIC, counters.count)
