"""A mail server on loopback."""

import ssl
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, Envelope

from deploy.local.program import free_port


class Post:
    """A real mail server on loopback that remembers what it was given.

    ``silent``, it takes mails and goes away before it says so; if it ``loses``, without keeping
    them. With ``tls`` it offers STARTTLS;
    with ``sign_in`` it wants that user and password, and then takes nothing without.
    """

    def __init__(
        self,
        port: int = 0,
        tls: ssl.SSLContext | None = None,
        sign_in: tuple[str, str] | None = None,
    ) -> None:
        self.port = port
        self.refuse_sender = ""
        self.refuse_greeting = ""
        self.sign_ins: list[bool] = []
        self._tls = tls
        self._sign_in = sign_in
        self.mails: list[EmailMessage] = []
        self.recipients: list[list[str]] = []
        self.senders: list[str] = []
        self.offered: list[str] = []
        self.raw: list[bytes] = []
        self.conversations = 0
        self.refuse: dict[str, str] = {}
        self.fail_data = ""
        self.silent = False
        self.loses = False
        self._controller: Controller | None = None

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def open(self) -> None:
        """Does nothing where it is open."""
        if self._controller is not None:
            return
        self.port = self.port or free_port()
        self._controller = Controller(
            self,
            hostname="127.0.0.1",
            port=self.port,
            tls_context=self._tls,
            authenticator=self._authenticate if self._sign_in else None,
            auth_required=self._sign_in is not None,
            auth_require_tls=self._tls is not None,
        )
        self._controller.start()

    def close(self) -> None:
        if self._controller is not None:
            self._controller.stop()
        self._controller = None

    async def handle_EHLO(
        self, server: Any, session: Any, envelope: Envelope, hostname: str, responses: list[str]
    ) -> list[str]:
        self.conversations += 1
        session.host_name = hostname
        return [self.refuse_greeting] if self.refuse_greeting else responses

    async def handle_MAIL(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.refuse_sender:
            return self.refuse_sender
        envelope.mail_from = address
        self.senders.append(address)
        return "250 OK"

    def _authenticate(self, server: Any, session: Any, envelope: Any, how: str, who: Any) -> Any:
        self.sign_ins.append(session.ssl is not None)
        given = who.login.decode(), who.password.decode()
        return AuthResult(success=given == self._sign_in, handled=False)

    async def handle_RCPT(
        self, server: Any, session: Any, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        self.offered.append(address)
        if refusal := self.refuse.get(address) or self.refuse.get("*"):
            return refusal
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: Any, session: Any, envelope: Envelope) -> str:
        assert isinstance(envelope.content, bytes)
        message = message_from_bytes(envelope.content, policy=policy.default)
        assert isinstance(message, EmailMessage)
        if self.fail_data:
            return self.fail_data
        if self.loses:
            server.transport.abort()
            return "250 OK"
        self.mails.append(message)
        self.raw.append(envelope.content)
        self.recipients.append(envelope.rcpt_tos)
        if self.silent:
            server.transport.abort()
        return "250 OK"
