"""The texts of mails: subject first, in the language of the reader."""

import pytest
from flask import Flask
from jinja2 import DictLoader

from webapp.core.letters import Letter, write_letter

TEXTS = {
    "emails/good.txt": "Subject: {% trans %}Today{% endtrans %}: {{ name }}\n\n{{ _('Today') }} & {{ name }}\n\n\n",
    "emails/headless.txt": "Dag {{ name }}",
}


@pytest.fixture
def texts(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(app.jinja_env, "loader", DictLoader(TEXTS))


@pytest.mark.parametrize(("language", "today"), [("nl", "Vandaag"), ("en", "Today")])
def test_a_letter_is_written_in_its_language_without_a_request(texts: None, language: str, today: str) -> None:
    assert write_letter("good", language, name="Zoë <z>") == Letter(f"{today}: Zoë <z>", f"{today} & Zoë <z>\n")


def test_a_letter_without_a_subject_is_a_mistake_of_ours(texts: None) -> None:
    with pytest.raises(ValueError, match="does not begin with"):
        write_letter("headless", "nl", name="Zoë")
