"""Hands mails to the mail server, several over one connection."""

from email.message import EmailMessage
from urllib.parse import urlsplit

from aiosmtplib import (
    SMTP,
    SMTPDataError,
    SMTPException,
    SMTPRecipientsRefused,
    SMTPServerDisconnected,
)

from services.notifications.schemas import Mail
from services.notifications.smtp.rules import (
    Unwritable,
    as_message,
    person_address,
    read_server,
    sender_address,
)
from shared.clock import Clock
from shared.settings import Settings

TIMEOUT_SECONDS = 15.0


class ServerAway(Exception):
    """The server cannot be reached, or does not take mail from us now."""


class Refused(Exception):
    """The server does not take this mail; ``for_good`` if it never will."""

    def __init__(self, *, for_good: bool) -> None:
        super().__init__("refused for good" if for_good else "refused for now")
        self.for_good = for_good


class MailServer:
    """A conversation that is begun when needed and may be ended at any time."""

    def __init__(self, settings: Settings, clock: Clock) -> None:
        self._server = read_server(settings.smtp_url)
        self._sender = settings.mail_from
        self._host = urlsplit(settings.base_url).hostname or "localhost"
        self._clock = clock
        self._connection: SMTP | None = None

    async def send(self, mail: Mail) -> None:
        """Return once the server has it; raise ``ServerAway`` or ``Refused``."""
        try:
            message = as_message(mail, self._sender, self._host, self._clock.now())
            recipient = person_address(mail.to).addr_spec
        except Unwritable:
            raise Refused(for_good=True) from None
        try:
            await self._send(message, recipient)
        except SMTPRecipientsRefused as refused:
            raise Refused(for_good=all(_final(r.code) for r in refused.recipients)) from None
        except SMTPDataError as refused:
            raise Refused(for_good=_final(refused.code)) from None
        except (SMTPException, OSError) as fault:
            self._drop()
            raise ServerAway(type(fault).__name__) from None

    async def hang_up(self) -> None:
        """End the conversation politely; it begins again with the next mail."""
        connection, self._connection = self._connection, None
        if connection is not None and connection.is_connected:
            try:
                await connection.quit(timeout=1.0)
            except (SMTPException, OSError):
                connection.close()

    async def _send(self, message: EmailMessage, recipient: str) -> None:
        reused = self._connection is not None and self._connection.is_connected
        sender = sender_address(self._sender).addr_spec
        try:
            connection = await self._connected()
            await connection.send_message(message, sender=sender, recipients=[recipient])
        except SMTPServerDisconnected:
            if not reused:
                raise
            self._drop()
            connection = await self._connected()
            await connection.send_message(message, sender=sender, recipients=[recipient])

    async def _connected(self) -> SMTP:
        if self._connection is None or not self._connection.is_connected:
            self._connection = SMTP(
                hostname=self._server.host,
                port=self._server.port,
                use_tls=self._server.tls,
                username=self._server.username,
                password=self._server.password,
                local_hostname=self._host,
                timeout=TIMEOUT_SECONDS,
            )
            await self._connection.connect()
        return self._connection

    def _drop(self) -> None:
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()


def _final(code: int) -> bool:
    return 500 <= code < 600
