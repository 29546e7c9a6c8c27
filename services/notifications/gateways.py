"""Hands mails to the mail server, several over one connection."""

import asyncio
import ssl

from aiosmtplib import (
    SMTP,
    SMTPConnectResponseError,
    SMTPDataError,
    SMTPException,
    SMTPRecipientRefused,
    SMTPResponseException,
    SMTPSenderRefused,
    SMTPServerDisconnected,
    SMTPTimeoutError,
)

from services.notifications.bounces.values import calendar_path, return_path
from services.notifications.composing.rules import composed
from services.notifications.composing.values import read_dkim
from services.notifications.rules import Reply, host_of, person_address, sender_of
from services.notifications.sending.values import PauseCause
from services.notifications.values import Mail
from shared.clock import Clock
from shared.mail import Tls, read_server
from shared.settings import Settings

TIMEOUT_SECONDS = 15.0
ACCEPTANCE_SECONDS = 60.0
"""For the answer to a whole mail, which some servers scan first; giving up means to repeat it."""
TOO_LARGE = 552
CLOSING = 421
_NOT_SIGNED_IN = (530, 534, 535, 538)


class ServerAway(Exception):
    """No mail can be handed over now, whoever it is for."""

    def __init__(self, cause: PauseCause, fault: BaseException) -> None:
        super().__init__(f"{cause}: {type(fault).__name__}")
        self.cause = cause


class Unanswered(ServerAway):
    """The whole mail was handed over, and no answer came: perhaps the server has it."""


class Refused(Exception):
    """The server's answer to this recipient, or to this mail's content."""

    def __init__(self, refused: SMTPResponseException) -> None:
        self.reply = Reply(refused.code, refused.message)
        self.content = not isinstance(refused, SMTPRecipientRefused)
        super().__init__(self.reply.short)


class MailServer:
    """A conversation that is begun when needed and may be ended at any time."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._server = read_server(settings.smtp_url)
        self._demand = settings.smtp_tls
        self._tls = ssl.create_default_context(cafile=settings.smtp_ca_file)
        self._sender = sender_of(settings)
        self._host = host_of(settings)
        self._returns = return_path(settings)
        self._answers = calendar_path(settings)
        self._dkim = read_dkim(settings.dkim_selector, settings.dkim_key, self._sender)
        self._clock = clock
        self._connection: SMTP | None = None

    async def send(self, mail: Mail) -> None:
        """Return once the server has it, and what travels with it for calendars.

        Raises ``Unanswered`` if it may have it, ``ServerAway``, ``Refused`` or ``Unwritable``.
        """
        contents = composed(mail, self._sender, self._host, self._clock.now(), self._answers)
        recipient = person_address(mail.to).addr_spec
        try:
            for content in contents:
                await self._send(content, self._return_to(mail), recipient)
        except (SMTPRecipientRefused, SMTPDataError) as refused:
            await self._forget_envelope()
            raise Refused(refused) from None
        except SMTPSenderRefused as refused:
            await self._forget_envelope()
            if refused.code == TOO_LARGE:
                raise Refused(refused) from None
            raise ServerAway(_about_sender(refused), refused) from None
        except (SMTPException, OSError) as fault:
            self._drop()
            raise ServerAway(PauseCause.INTERRUPTED, fault) from None

    async def hang_up(self) -> None:
        """End the conversation politely; it begins again with the next mail.

        A cancellation in the moment of the last reply gets lost in Python 3.11 (``wait_for``), and
        whoever ends the process would wait for it: it is raised here.
        """
        connection, self._connection = self._connection, None
        if connection is not None and connection.is_connected:
            try:
                await connection.quit(timeout=1.0)
            except (SMTPException, OSError):
                connection.close()
            ending = asyncio.current_task()
            if ending is not None and ending.cancelling():
                raise asyncio.CancelledError

    def _return_to(self, mail: Mail) -> str:
        return self._returns.of(mail.id) if self._returns else self._sender.address.ascii

    async def _send(self, content: bytes, sender: str, recipient: str) -> None:
        reused = self._connection is not None and self._connection.is_connected
        connection = await self._connected()
        if self._dkim is not None:
            content = self._dkim.signed(content)
        try:
            await self._begin(connection, sender, recipient, len(content))
        except (SMTPServerDisconnected, SMTPSenderRefused) as fault:
            over = not isinstance(fault, SMTPSenderRefused) or fault.code == CLOSING
            if not (reused and over):
                raise
            self._drop()
            connection = await self._connected()
            await self._begin(connection, sender, recipient, len(content))
        try:
            await connection.data(content, timeout=ACCEPTANCE_SECONDS)
        except (SMTPServerDisconnected, SMTPTimeoutError, OSError) as fault:
            self._drop()
            raise Unanswered(PauseCause.INTERRUPTED, fault) from None

    async def _begin(self, connection: SMTP, sender: str, recipient: str, size: int) -> None:
        options = [f"size={size}"] if connection.supports_extension("size") else []
        await connection.mail(sender, options=options)
        await connection.rcpt(recipient)

    async def _connected(self) -> SMTP:
        if self._connection is None or not self._connection.is_connected:
            self._connection = SMTP(
                hostname=self._server.host,
                port=self._server.port,
                use_tls=self._server.implicit_tls,
                start_tls=False,
                tls_context=self._tls,
                local_hostname=self._host,
                timeout=TIMEOUT_SECONDS,
            )
            await self._introduce(self._connection)
        return self._connection

    async def _introduce(self, connection: SMTP) -> None:
        """Connect, greet, encrypt, sign in; what fails says what an operator has to look at."""
        step = PauseCause.UNREACHABLE
        try:
            await connection.connect()
            step = PauseCause.UNWILLING
            await connection.ehlo()
            step = PauseCause.TLS
            if self._wants_starttls(connection):
                await connection.starttls()
                await connection.ehlo()
            step = PauseCause.CREDENTIALS
            if self._server.username is not None:
                await connection.login(self._server.username, self._server.password or "")
        except (SMTPException, OSError) as fault:
            self._drop()
            raise ServerAway(_about_start(step, fault), fault) from None

    def _wants_starttls(self, connection: SMTP) -> bool:
        if self._server.implicit_tls or self._demand is Tls.NONE:
            return False
        return self._demand is Tls.REQUIRED or connection.supports_extension("starttls")

    async def _forget_envelope(self) -> None:
        """So that the next mail can use the same conversation."""
        try:
            if self._connection is not None:
                await self._connection.rset()
        except (SMTPException, OSError):
            self._drop()

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _about_start(step: PauseCause, fault: SMTPException | OSError) -> PauseCause:
    if isinstance(fault, ssl.SSLError) or isinstance(fault.__cause__, ssl.SSLError):
        return PauseCause.TLS
    if isinstance(fault, SMTPConnectResponseError):
        return PauseCause.UNWILLING
    if step in (PauseCause.UNREACHABLE, PauseCause.CREDENTIALS):
        return step
    lost = isinstance(fault, SMTPServerDisconnected | SMTPTimeoutError)
    return PauseCause.INTERRUPTED if lost else step


def _about_sender(refused: SMTPResponseException) -> PauseCause:
    if refused.code in _NOT_SIGNED_IN:
        return PauseCause.CREDENTIALS
    return PauseCause.UNWILLING if refused.code < 500 else PauseCause.SENDER
