"""Settings that make no sense stop the start with one clear line."""

import re
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask, request

from tests.database import settings_for_tests
from webapp.app import ROOT, create_app
from webapp.config import SettingError, read_settings
from webapp.mail_settings import MailServer

DATA_KEY = "_DM_VIXRH4DRke06NANH_UDxNf19E8hdSZz7b3F9i04="
OLDER_KEY = "wr1dXFy2i9GxGIDDDDatkrscaiUdBuiyvR2-eaQpedE="
GOOD = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql://dichtbij@db/dichtbij",
    "BASE_URL": "https://dichtbij.example",
    "SECRET_KEY": "q8Zt0vX3mK5rW9yB2nL7pD4fG6hJ1sA_cE-uIoQk",
    "DATA_KEYS": DATA_KEY,
    "MAIL_URL": "smtp://dichtbij:p%40ss@mail.example:2525",
}


def test_the_driver_is_written_out() -> None:
    assert read_settings(GOOD).database_url == "postgresql+psycopg://dichtbij@db/dichtbij"


def test_every_setting_that_is_read_is_documented_and_no_other(application: Flask) -> None:
    read = set()

    class Watched(dict[str, str]):
        def get(self, name: str, default: Any = None) -> Any:
            read.add(name)
            return super().get(name, default)

    read_settings(Watched(GOOD))
    commands = [
        command for group in application.cli.commands.values() for command in getattr(group, "commands", {}).values()
    ]
    read |= {option.envvar for command in commands for option in command.params if isinstance(option.envvar, str)}

    documented = re.findall(r"^#?([A-Z][A-Z_]+)=", (ROOT / ".env.example").read_text(encoding="utf-8"), re.MULTILINE)
    assert set(documented) == read
    assert len(documented) == len(set(documented))


def test_without_a_word_about_it_the_environment_is_production() -> None:
    assert read_settings({**GOOD, "ENVIRONMENT": ""}).is_production


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("ENVIRONMENT", "prod"),
        ("DATABASE_URL", ""),
        ("DATABASE_URL", "sqlite:///town.db"),
        ("DATABASE_URL", "mysql://x"),
        ("SECRET_KEY", ""),
        ("SECRET_KEY", "short"),
        ("SECRET_KEY", "a" * 64),
        ("SECRET_KEY", "please-change-this-before-you-go-live-0123456789"),
        ("BASE_URL", ""),
        ("BASE_URL", "dichtbij.example"),
        ("BASE_URL", "https://dichtbij.example/path"),
        ("BASE_URL", "javascript:alert(1)"),
        ("LANGUAGES_DIR", "nowhere"),
        ("LANGUAGES_DIR", "/does/not/exist"),
        ("METRICS_DIR", "var/metrics"),
        ("METRICS_DIR", "/does/not/exist"),
        ("METRICS_TOKEN", "short"),
        ("METRICS_TOKEN", "with a line\nof its own, long enough"),
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "eight"),
        ("PORT", "٨٠٠٠"),
        ("GEOCODER_URL", "api.pdok.nl"),
        ("GEOCODER_URL", "file:///etc/passwd"),
        ("GEOCODER_URL", "https://"),
        ("GEOCODER_URL", "https://user:word@geo.example"),
        ("GEOCODER_URL", "https://geo.example/free?q="),
        ("GEOCODER_URL", "https://geo.example:0"),
        ("GEOCODER_URL", "https://[::1"),
        ("TRANSLATOR_URL", "ftp://translate.example"),
        ("TRANSLATOR_KEY", "two\nlines"),
        ("TRANSLATOR_AUTOMATIC", "perhaps"),
        ("LOG_LEVEL", "loud"),
        ("STAFF_IDLE_MINUTES", "4"),
        ("STAFF_IDLE_MINUTES", "ever"),
        ("DATA_KEYS", ""),
        ("DATA_KEYS", " , "),
        ("DATA_KEYS", "short"),
        ("DATA_KEYS", f"{DATA_KEY},short"),
        ("DATA_KEYS", f"{DATA_KEY} {OLDER_KEY}"),
        ("DATA_KEYS", "A" * 43 + "="),
        ("MAIL_URL", ""),
        ("MAIL_URL", "mail.example"),
        ("MAIL_URL", "http://mail.example"),
        ("MAIL_URL", "smtp://"),
        ("MAIL_URL", "smtp://mail.example:0"),
        ("MAIL_URL", "smtp://mail.example:99999"),
        ("MAIL_URL", "smtp://mail.example/inbox"),
        ("MAIL_URL", "smtp://[::1"),
        ("MAIL_URL", "smtp://mail.example?starttls=maybe"),
        ("MAIL_URL", "smtp://mail.example?tls=yes"),
        ("MAIL_URL", "smtps://mail.example?starttls=yes"),
        ("MAIL_URL", "file:var/mail"),
        ("MAIL_URL", "file:///srv/mail"),
        ("MAIL_FROM", "nobody"),
        ("MAIL_FROM", "@dichtbij.example"),
        ("MAIL_FROM", "Dichtbij <no-reply@>"),
        ("PROXIES", "-1"),
        ("PROXIES", "11"),
        ("PROXIES", "one"),
    ],
)
def test_nonsense_is_refused_in_one_line_that_names_the_setting(name: str, value: str) -> None:
    with pytest.raises(SettingError) as refused:
        read_settings({**GOOD, name: value})

    assert name in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_weak_key_is_only_refused_in_production() -> None:
    weak = {**GOOD, "ENVIRONMENT": "development", "SECRET_KEY": "a" * 64}

    assert read_settings(weak).secret_key == "a" * 64


def test_a_key_never_stands_in_the_complaint() -> None:
    with pytest.raises(SettingError) as refused:
        read_settings({**GOOD, "SECRET_KEY": "hunter2"})

    assert "hunter2" not in str(refused.value)


def test_no_key_and_no_password_stands_in_a_complaint_or_in_the_settings_as_text() -> None:
    with pytest.raises(SettingError) as refused:
        read_settings({**GOOD, "DATA_KEYS": f"{DATA_KEY},{OLDER_KEY[:-2]}"})
    assert "place 2" in str(refused.value)
    assert OLDER_KEY[:8] not in str(refused.value)

    with pytest.raises(SettingError) as refused:
        read_settings({**GOOD, "MAIL_URL": "smtp://dichtbij:hunter2@mail.example:port"})
    assert "hunter2" not in str(refused.value)

    settings = read_settings(GOOD)
    assert "p@ss" not in repr(settings) + repr(settings.mail_server)
    assert DATA_KEY not in repr(settings)


def test_data_keys_keep_their_order() -> None:
    assert read_settings({**GOOD, "DATA_KEYS": f" {DATA_KEY} ,{OLDER_KEY},"}).data_keys == (DATA_KEY, OLDER_KEY)


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://mail.example", MailServer("mail.example", 587)),
        ("smtp://a:b%40c@mail.example:25?starttls=no", MailServer("mail.example", 25, "a", "b@c", starttls="no")),
        ("smtp://[::1]:1025/", MailServer("::1", 1025)),
        ("smtps://mail.example", MailServer("mail.example", 465, is_tls=True)),
    ],
)
def test_mail_servers(url: str, server: MailServer) -> None:
    assert read_settings({**GOOD, "MAIL_URL": url}).mail_server == server


@pytest.mark.parametrize(("url", "folder"), [("file:var/mail", ROOT / "var/mail"), ("file:///srv/mail", "/srv/mail")])
def test_outside_production_mail_may_go_into_a_folder(url: str, folder: object) -> None:
    server = read_settings({**GOOD, "ENVIRONMENT": "development", "MAIL_URL": url}).mail_server

    assert str(server.folder) == str(folder)
    with pytest.raises(SettingError):
        read_settings({**GOOD, "ENVIRONMENT": "development", "MAIL_URL": "file:"})


@pytest.mark.parametrize(
    ("value", "sender"),
    [
        ("", "Dichtbij <no-reply@dichtbij.example>"),
        ("post@gemeente.example", "post@gemeente.example"),
        ("Sociaal team <team@gemeente.example>", "Sociaal team <team@gemeente.example>"),
    ],
)
def test_whom_mail_comes_from(value: str, sender: str) -> None:
    assert read_settings({**GOOD, "MAIL_FROM": value}).mail_from == sender


@pytest.mark.parametrize(("proxies", "visitor"), [(0, "10.0.0.9"), (1, "192.0.2.7"), (2, "198.51.100.4")])
def test_only_so_many_proxies_are_believed(database_url: sa.URL, proxies: int, visitor: str) -> None:
    app = create_app(settings_for_tests(database_url, proxies=proxies))
    seen = []

    @app.before_request
    def look() -> str:
        seen.append(request.remote_addr)
        return "seen"

    headers = {"X-Forwarded-For": "203.0.113.1, 198.51.100.4, 192.0.2.7"}
    app.test_client().get("/", headers=headers, environ_base={"REMOTE_ADDR": "10.0.0.9"})
    assert seen == [visitor]


def test_a_wrong_setting_stops_the_start_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.app.read_settings", lambda: read_settings({**GOOD, "PORT": "eight"}))

    with pytest.raises(SystemExit) as stopped:
        create_app()

    assert str(stopped.value).startswith("Dichtbij cannot start. PORT is 'eight'")
    assert "\n" not in str(stopped.value)
