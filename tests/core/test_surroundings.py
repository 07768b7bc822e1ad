"""What stands around the product in production: a proxy in front, and a database that somebody else looks after."""

import logging

import pytest
from flask import Flask

from tests.conftest import running_application
from tests.database import cloned_database
from webapp.core import database_log
from webapp.core.forwarded import WARNING, ForwardedNotice
from webapp.worker import warn_about_log

BEHIND_A_PROXY = {"X-Forwarded-For": "192.0.2.7"}


def test_a_proxy_that_nobody_told_about_is_said_once(caplog: pytest.LogCaptureFixture) -> None:
    app = Flask("behind")
    app.wsgi_app = ForwardedNotice(app.wsgi_app)  # type: ignore[method-assign]
    client = app.test_client()
    client.get("/")
    assert not caplog.messages
    for _ in range(2):
        client.get("/", headers=BEHIND_A_PROXY)

    assert caplog.messages == [WARNING]
    assert "192.0.2.7" not in caplog.text


@pytest.mark.parametrize(("proxies", "said"), [(0, 1), (1, 0)])
def test_the_product_says_so_where_proxies_is_nought(caplog: pytest.LogCaptureFixture, proxies: int, said: int) -> None:
    with cloned_database() as url, running_application(url, proxies=proxies) as app:
        app.test_client().get("/health/live", headers=BEHIND_A_PROXY)

    assert caplog.messages.count(WARNING) == said


def test_our_own_cluster_logs_no_values(app: Flask) -> None:
    assert not [line for line in database_log.complaints() if "log_parameter" in line]


def test_a_database_that_logs_values_is_complained_of_in_production_only(
    app: Flask, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(database_log, "WANTED", {"log_parameter_max_length": ("-2", "everything")})
    caplog.set_level(logging.WARNING)
    warn_about_log()
    assert not caplog.messages

    monkeypatch.setattr(type(app.config["SETTINGS"]), "is_production", True)
    warn_about_log()

    assert len(caplog.messages) == 1
    assert "ALTER SYSTEM SET log_parameter_max_length = '-2';" in caplog.messages[0]
