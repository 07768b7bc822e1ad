"""The texts of mails: templates/emails/NAME.txt, the subject in the first line, in the language of the reader."""

from dataclasses import dataclass

from flask import current_app

from webapp.core.language import speaking

SUBJECT = "Subject: "


@dataclass(frozen=True)
class Letter:
    subject: str
    body: str


def write_letter(name: str, language: str, /, **values: object) -> Letter:
    """Needs no request: mails are written by the worker too. Links are made by the caller, with core/addresses."""
    with speaking(language):
        text = current_app.jinja_env.get_template(f"emails/{name}.txt").render(values)
    first, _end, body = text.lstrip().partition("\n")
    if not first.startswith(SUBJECT):
        raise ValueError(f"emails/{name}.txt does not begin with {SUBJECT!r}")
    return Letter(first.removeprefix(SUBJECT).strip(), body.strip() + "\n")
