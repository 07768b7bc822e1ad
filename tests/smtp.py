"""A real SMTP server on this machine that does what real ones do: take, refuse, put off, hang, hang up."""

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session

from tools.serving import free_port
from webapp.mail_settings import MailServer

HOST = "127.0.0.1"
WITHIN_S = 60
OK = "250 OK"


class Postbox:
    """`behaviour` may be changed at any moment: accept, refuse, greylist, spam, hang, hold (until release()), drop,
    take and hang up. `received` holds what was taken, in order."""

    def __init__(self) -> None:
        self.behaviour = "accept"
        self.received: list[EmailMessage] = []
        self.envelopes: list[Envelope] = []
        self.tries = 0
        self.signed_in: list[str] = []
        self.loop: asyncio.AbstractEventLoop | None = None
        self._changed = threading.Condition()
        self._released = asyncio.Event()

    def subjects(self) -> Counter[str]:
        return Counter(str(mail["Subject"]) for mail in self.received)

    def wait_for(self, condition: Callable[["Postbox"], bool]) -> None:
        with self._changed:
            assert self._changed.wait_for(lambda: condition(self), WITHIN_S), f"{self.tries} tries, {self.subjects()}"

    async def handle_RCPT(
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.behaviour == "refuse":
            self._note_try()
            return f"550 5.1.1 <{address}> nobody of that name"
        if self.behaviour == "greylist":
            self._note_try()
            return f"451 4.7.1 <{address}> come back later"
        envelope.rcpt_tos.append(address)
        envelope.rcpt_options.extend(options)
        return OK

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:
        self._note_try()
        if self.behaviour == "hang":
            await asyncio.Event().wait()
        if self.behaviour == "hold":
            await self._released.wait()
        if self.behaviour == "drop":
            server.transport.abort()
            return OK
        if self.behaviour == "spam":
            return "554 5.7.1 looks like an advertisement"
        with self._changed:
            assert isinstance(envelope.content, bytes)
            self.received.append(message_from_bytes(envelope.content, policy=policy.default))
            self.envelopes.append(envelope)
            self._changed.notify_all()
        if self.behaviour == "take and hang up":
            server.transport.write(b"250 OK\r\n")
            server.transport.close()
        return OK

    def authenticate(
        self, _server: SMTP, _session: Session, _envelope: Envelope, _way: str, given: LoginPassword
    ) -> AuthResult:
        is_right = given.password == b"right: p@ss"
        if is_right:
            self.signed_in.append(given.login.decode())
        return AuthResult(success=is_right, handled=False)

    def release(self) -> None:
        """What is held is taken now."""
        assert self.loop is not None
        self.loop.call_soon_threadsafe(self._released.set)

    def _note_try(self) -> None:
        with self._changed:
            self.tries += 1
            self._changed.notify_all()


class _Controller(Controller):
    def __init__(self, box: Postbox, context: ssl.SSLContext | None, *, is_tls: bool, port: int | None = None) -> None:
        self._box, self._context = box, None if is_tls else context
        super().__init__(box, hostname=HOST, port=port or free_port(), ssl_context=context if is_tls else None)

    def factory(self) -> SMTP:
        return SMTP(
            self._box,
            hostname="mail.test",
            tls_context=self._context,
            authenticator=self._box.authenticate,
            auth_require_tls=self._context is not None,
        )


@contextmanager
def mail_server(context: ssl.SSLContext | None = None, *, is_tls: bool = False) -> Iterator[tuple[Postbox, MailServer]]:
    """With a context it offers STARTTLS and demands it for a sign-in; or speaks TLS from the first byte."""
    box = Postbox()
    controller = _Controller(box, context, is_tls=is_tls)
    controller.start()
    box.loop = controller.loop
    try:
        yield box, MailServer(host=HOST, port=controller.port)
    finally:
        controller.stop()


class MailHouse:
    """A mail server that can be away for a while: its address and what it took stay the same."""

    def __init__(self) -> None:
        self.box = Postbox()
        self.server = MailServer(host=HOST, port=free_port())
        self._controller: _Controller | None = None

    def open(self) -> None:
        if self._controller is None:
            self._controller = _Controller(self.box, None, is_tls=False, port=self.server.port)
            self._controller.start()

    def close(self) -> None:
        """In the middle of whatever is being said."""
        if self._controller is not None:
            self._controller.stop()
            self._controller = None
