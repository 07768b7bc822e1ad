"""One mail, made and handed over: to the SMTP server of MAIL_URL, or to a folder outside production.

Errors say what kind they are and never whom the mail was for: they end up in logs and in the database."""

import os
import re
import smtplib
import ssl
from collections.abc import Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from datetime import datetime
from email import policy
from email.errors import MessageError
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from pathlib import Path

from webapp.mail_settings import MailServer

TIMEOUT_S = 20  # for each step of the conversation, so that a server that hangs holds nobody for long
SIGN_IN_CODES = (530, 534, 535, 538)
MAX_ADDRESS = 254  # characters, RFC 5321
MAX_SUBJECT = 200  # characters
ADDRESS = re.compile(r"[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9.-]+")
NOT_TEXT = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]")
# Mail programs know both line endings; only \r\n has a meaning for a server.
POLICY = policy.SMTP.clone(raise_on_defect=False)


class MailRefused(ValueError):
    """This cannot be the address of one person."""


class MailError(Exception):
    """Not delivered. `cause` is a word of ours with the code of the server, without personal data."""

    def __init__(self, cause: str) -> None:
        super().__init__(cause)
        self.cause = cause


class TemporaryMailError(MailError):
    """Another try may work: no connection, a greylist, a full mailbox."""


class PermanentMailError(MailError):
    """The server will never take this mail."""


def check_address(text: str) -> str:
    """One address as servers take it, without a name, the domain in ASCII. Raises MailRefused."""
    local, at, domain = text.strip().rpartition("@")
    try:
        address = f"{local}{at}{domain.encode('idna').decode('ascii').lower()}"
        if len(address) > MAX_ADDRESS or not ADDRESS.fullmatch(address) or "." not in domain.strip("."):
            raise MailRefused
        return Address(addr_spec=address).addr_spec
    except (ValueError, IndexError, MessageError):
        raise MailRefused("not the address of one person") from None


def compose(*, sender: str, to: str, subject: str, body: str, message_id: str, moment: datetime) -> EmailMessage:
    """`message_id` without < and >. A line end in the subject becomes a space, so no header can be smuggled in.
    Raises MailRefused."""
    mail = EmailMessage(policy=POLICY)
    mail["From"] = sender
    mail["To"] = check_address(to)
    mail["Subject"] = " ".join(NOT_TEXT.sub(" ", subject).split())[:MAX_SUBJECT]
    mail["Date"] = format_datetime(moment)
    mail["Message-ID"] = f"<{message_id}>"
    mail["Auto-Submitted"] = "auto-generated"  # RFC 3834: answering machines keep silent
    mail.set_content(NOT_TEXT.sub("", body.replace("\r\n", "\n")).rstrip("\n") + "\n", cte="quoted-printable")
    return mail


def domain_of(sender: str) -> str:
    """The domain in MAIL_FROM: our mails are numbered under it."""
    return parseaddr(sender)[1].rpartition("@")[2]


def send(mail: EmailMessage, server: MailServer, *, envelope_id: str) -> None:
    """Returns when the server has taken the mail. `envelope_id` comes back in a bounce from servers that know
    RFC 3461. Raises TemporaryMailError and PermanentMailError."""
    if server.folder is not None:
        _write(mail, server.folder, envelope_id)
        return
    with ExitStack() as stack:
        with _every_error_is_temporary():
            smtp = stack.enter_context(closing(_connect(server)))
        mail_options, rcpt_options = _options(smtp, envelope_id)
        with _errors_by_code():
            smtp.send_message(mail, mail_options=mail_options, rcpt_options=rcpt_options)
        # The mail is theirs now: a server that hangs up without a good-bye changes nothing.
        with suppress(smtplib.SMTPException, OSError):
            smtp.quit()


def _options(smtp: smtplib.SMTP, envelope_id: str) -> tuple[list[str], list[str]]:
    """A bounce, please, with the number of the mail and without its text."""
    if not smtp.has_extn("dsn"):
        return [], []
    return [f"ENVID={envelope_id}", "RET=HDRS"], ["NOTIFY=FAILURE"]


def _connect(server: MailServer) -> smtplib.SMTP:
    """Certificates are checked, always, against the machine's own list."""
    context = ssl.create_default_context()
    if server.is_tls:
        smtp: smtplib.SMTP = smtplib.SMTP_SSL(server.host, server.port, timeout=TIMEOUT_S, context=context)
    else:
        smtp = smtplib.SMTP(server.host, server.port, timeout=TIMEOUT_S)
    try:
        smtp.ehlo_or_helo_if_needed()
        if not server.is_tls and _wants_tls(server, offered=smtp.has_extn("starttls")):
            smtp.starttls(context=context)
            smtp.ehlo_or_helo_if_needed()
        if server.user:
            smtp.login(server.user, server.password)
    except BaseException:
        smtp.close()
        raise
    return smtp


def _wants_tls(server: MailServer, *, offered: bool) -> bool:
    if server.starttls == "no" or (server.starttls == "auto" and server.is_on_this_machine):
        return False
    return offered or server.starttls == "yes" or bool(server.user)


@contextmanager
def _every_error_is_temporary() -> Iterator[None]:
    """Until the mail itself is offered, nothing was said about it: a wrong password or certificate is mended by
    the administrator, and then the mail goes out."""
    try:
        yield
    except smtplib.SMTPResponseException as error:
        raise TemporaryMailError(f"connection {error.smtp_code}") from None
    except (smtplib.SMTPException, OSError) as error:
        raise TemporaryMailError(type(error).__name__) from None


@contextmanager
def _errors_by_code() -> Iterator[None]:
    """What smtplib says holds addresses and the server's own words: both stay here."""
    try:
        yield
    except smtplib.SMTPRecipientsRefused as error:
        raise _by_code("recipient", max(code for code, _words in error.recipients.values())) from None
    except smtplib.SMTPResponseException as error:
        what = "sender" if isinstance(error, smtplib.SMTPSenderRefused) else "mail"
        raise _by_code(what, error.smtp_code) from None
    except (smtplib.SMTPException, OSError) as error:
        raise TemporaryMailError(type(error).__name__) from None


def _by_code(what: str, code: int) -> MailError:
    """4xx: later. 5xx: never, unless it only asks for a sign-in. Anything else is not SMTP: a disturbed line."""
    is_final = 500 <= code < 600 and code not in SIGN_IN_CODES
    return PermanentMailError(f"{what} {code}") if is_final else TemporaryMailError(f"{what} {code}")


def _write(mail: EmailMessage, folder: Path, name: str) -> None:
    """Under its whole name at once, and for nobody but us."""
    making = folder / f".{name}"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(making, "wb", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            file.write(mail.as_bytes())
        making.replace(folder / f"{name}.eml")
    except OSError as error:
        raise TemporaryMailError(type(error).__name__) from None
