"""Settings that make no sense stop the start with one clear line."""

import pytest

from webapp.app import create_app
from webapp.config import SettingError, read_settings

GOOD = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": "postgresql://dichtbij@db/dichtbij",
    "BASE_URL": "https://dichtbij.example",
    "SECRET_KEY": "q8Zt0vX3mK5rW9yB2nL7pD4fG6hJ1sA_cE-uIoQk",
}


def test_the_driver_is_written_out() -> None:
    assert read_settings(GOOD).database_url == "postgresql+psycopg://dichtbij@db/dichtbij"


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
        ("PORT", "0"),
        ("PORT", "65536"),
        ("PORT", "-1"),
        ("PORT", "eight"),
        ("PORT", "٨٠٠٠"),
        ("LOG_LEVEL", "loud"),
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


def test_a_wrong_setting_stops_the_start_with_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("webapp.app.read_settings", lambda: read_settings({**GOOD, "PORT": "eight"}))

    with pytest.raises(SystemExit) as stopped:
        create_app()

    assert str(stopped.value).startswith("Dichtbij cannot start. PORT is 'eight'")
    assert "\n" not in str(stopped.value)
