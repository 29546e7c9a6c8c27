"""A mail as it travels: headers that nobody's name can break out of, text and HTML."""

from dataclasses import dataclass
from datetime import datetime
from email import policy
from email.headerregistry import Address
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from urllib.parse import unquote, urlsplit

from email_validator import EmailNotValidError, validate_email

from services.notifications.schemas import Mail, Person
from shared.clock import BERLIN


class Unwritable(Exception):
    """The address is none that mail can be sent to."""


@dataclass(frozen=True, slots=True)
class Server:
    """Where mail is handed over."""

    host: str
    port: int
    tls: bool
    username: str | None
    password: str | None


def read_server(smtp_url: str) -> Server:
    """``smtp://`` with STARTTLS where the server offers it, or ``smtps://``."""
    parts = urlsplit(smtp_url)
    tls = parts.scheme == "smtps"
    return Server(
        host=parts.hostname or "localhost",
        port=parts.port or (465 if tls else 587 if parts.username else 25),
        tls=tls,
        username=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


def as_message(mail: Mail, sender: str, host: str, now: datetime) -> EmailMessage:
    """Raises ``Unwritable``."""
    message = EmailMessage(policy=policy.SMTP)
    message["From"] = sender_address(sender)
    message["To"] = person_address(mail.to)
    if mail.reply_to is not None:
        message["Reply-To"] = person_address(mail.reply_to)
    message["Subject"] = one_line(mail.content.subject)
    message["Date"] = format_datetime(now.astimezone(BERLIN))
    message["Message-ID"] = f"<{mail.id}@{host}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(mail.content.text, cte="quoted-printable")
    message.add_alternative(mail.content.html, subtype="html", cte="quoted-printable")
    message["Content-Language"] = "de"
    return message


def person_address(person: Person) -> Address:
    """The person with the name; domains with umlauts as the mail system writes them."""
    return Address(one_line(person.name), addr_spec=_ascii(person.email))


def sender_address(sender: str) -> Address:
    """The setting ``mail_from``, such as `Knotenpunkt <post@example.org>`."""
    name, address = parseaddr(sender)
    return Address(one_line(name), addr_spec=_ascii(address))


def one_line(text: str) -> str:
    """Without line ends and other control characters, which could start a new header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())


def _ascii(address: str) -> str:
    try:
        valid = validate_email(address, check_deliverability=False, globally_deliverable=False)
    except EmailNotValidError:
        raise Unwritable from None
    if valid.ascii_email is None:
        raise Unwritable
    return valid.ascii_email
