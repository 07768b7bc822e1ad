"""Sealed texts open with every key and move to the newest; fingerprints tell nothing and stay."""

from dataclasses import replace

import pytest
from flask import Flask
from hypothesis import given
from hypothesis import strategies as st

from tools.local import new_data_key
from webapp.core.crypto import SealError, fingerprint, is_newest, reseal, seal, unseal

OLD, NEW = new_data_key(), new_data_key()
TEXT = "Ik durf het niet te vragen aan mijn buurvrouw."


def keys(monkeypatch: pytest.MonkeyPatch, app: Flask, *data_keys: str) -> None:
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], data_keys=data_keys))


def test_a_sealed_text_shows_nothing_and_comes_back(app: Flask) -> None:
    sealed = seal(TEXT)

    assert b"buurvrouw" not in sealed
    assert unseal(sealed) == TEXT
    assert seal(TEXT) != sealed


def test_every_text_comes_back(application: Flask) -> None:
    @given(st.text())
    def round_trip(text: str) -> None:
        assert unseal(seal(text)) == text

    with application.app_context():
        round_trip()


def test_half_a_character_costs_only_itself(app: Flask) -> None:
    assert unseal(seal("a\ud83db")) == "a?b"


def test_a_new_key_in_front_opens_what_the_old_one_sealed(monkeypatch: pytest.MonkeyPatch, app: Flask) -> None:
    keys(monkeypatch, app, OLD)
    sealed = seal(TEXT)
    keys(monkeypatch, app, NEW, OLD)

    assert unseal(sealed) == TEXT
    assert not is_newest(sealed)
    again = reseal(sealed)
    keys(monkeypatch, app, NEW)
    assert is_newest(again)
    assert unseal(again) == TEXT
    for unopened in (sealed, b"", b"no seal", again[:-1]):
        with pytest.raises(SealError):
            unseal(unopened)
        with pytest.raises(SealError):
            reseal(unopened)


def test_a_fingerprint_outlives_the_data_keys_and_needs_the_secret_one(
    monkeypatch: pytest.MonkeyPatch, app: Flask
) -> None:
    first = fingerprint(TEXT)
    keys(monkeypatch, app, NEW)

    assert len(first) == 32
    assert fingerprint(TEXT) == first
    assert fingerprint(TEXT + " ") != first
    monkeypatch.setitem(app.config, "SETTINGS", replace(app.config["SETTINGS"], secret_key="s" * 40))
    assert fingerprint(TEXT) != first
