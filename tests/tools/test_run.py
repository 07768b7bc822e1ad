"""`make run` tells where mails go."""

import pytest

from tools.local import MAIL_FOLDER
from tools.run import say_where_mail_goes


@pytest.mark.parametrize(
    ("url", "said"),
    [
        (MAIL_FOLDER.as_uri(), "written to var/mail/"),
        ("file:var/mail", "written to var/mail/"),
        ("file:///srv/my%20mail", "written to /srv/my mail/"),
        ("smtp://user:password@mail.example", ""),
    ],
)
def test_where_mails_go(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], url: str, said: str
) -> None:
    monkeypatch.setenv("MAIL_URL", url)
    say_where_mail_goes()

    output = capsys.readouterr().out
    assert said in output
    assert bool(output) == bool(said)
