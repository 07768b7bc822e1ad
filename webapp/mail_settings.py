"""Where mail goes. Part of config.py, which says how settings are read."""

from dataclasses import dataclass
from pathlib import Path
from urllib.parse import SplitResult, parse_qsl, unquote, urlsplit

SMTP_PORTS = {"smtp": 587, "smtps": 465}
STARTTLS = ("auto", "yes", "no")


@dataclass(frozen=True)
class MailServer:
    """Where mail goes: an SMTP server, or a folder in which each mail becomes a file (never in production).

    `starttls` is about smtp://: "yes" demands TLS, "no" never asks for it, "auto" takes it where it is offered and
    demands it for a password; on this machine itself "auto" needs none."""

    host: str = ""
    port: int = 0
    user: str = ""
    password: str = ""
    is_tls: bool = False  # smtps://: TLS from the first byte
    starttls: str = "auto"
    folder: Path | None = None

    def __repr__(self) -> str:
        """Without user and password: this may end up in a log."""
        return f"MailServer({self.folder or f'{self.host}:{self.port}'})"

    @property
    def is_on_this_machine(self) -> bool:
        return self.host in ("127.0.0.1", "localhost", "::1")


def read_mail_server(url: str, root: Path | None) -> MailServer:
    """A folder counts from `root`, and is refused where that is None. Raises ValueError with a sentence for the
    operator, which never repeats the value: it may hold a password."""
    form = "smtp://user:password@host:port or smtps://user:password@host:port"
    if not url:
        raise ValueError(f"MAIL_URL is missing; questions and answers go by mail. It looks like {form}.")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise ValueError(f"MAIL_URL cannot be read; it looks like {form}.") from None
    if parts.scheme == "file":
        return _folder(parts, root)
    if parts.scheme not in SMTP_PORTS or not parts.hostname or parts.path.strip("/") or port == 0:
        raise ValueError(f"MAIL_URL must look like {form}.")
    return MailServer(
        host=parts.hostname,
        port=port or SMTP_PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        is_tls=parts.scheme == "smtps",
        starttls=_starttls(parts),
    )


def _folder(parts: SplitResult, root: Path | None) -> MailServer:
    if root is None:
        raise ValueError("MAIL_URL names a folder; production needs a mail server (smtp:// or smtps://).")
    folder = unquote(parts.path)
    if parts.netloc or not folder.strip("/"):
        raise ValueError("MAIL_URL must look like file:var/mail or file:///srv/mail.")
    return MailServer(folder=root / folder)


def _starttls(parts: SplitResult) -> str:
    choices = dict(parse_qsl(parts.query, keep_blank_values=True))
    value = choices.pop("starttls", "auto")
    if choices or value not in STARTTLS or (parts.scheme == "smtps" and parts.query):
        raise ValueError(f"MAIL_URL knows one choice, with smtp:// only: ?starttls={'|'.join(STARTTLS)}.")
    return value
