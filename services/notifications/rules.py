"""A mail as it travels, and what a mail server's answer is about: this recipient, or us."""

import re
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address, BaseHeader, HeaderRegistry, UnstructuredHeader
from email.message import EmailMessage
from email.policy import EmailPolicy, Policy
from email.utils import format_datetime
from functools import lru_cache
from typing import Any, ClassVar
from urllib.parse import urlsplit

from services.notifications.bounces.values import ReturnPath
from services.notifications.invites.values import attach, calendar_of, entry_subject, write_entry
from services.notifications.values import Mail, Person
from shared.clock import BERLIN
from shared.mail import Address as MailAddress
from shared.mail import AddressRefused, Sender, read_address, read_sender
from shared.settings import Settings


class Unwritable(Exception):
    """The address is none that mail can be sent to."""


class _Verbatim(UnstructuredHeader, BaseHeader):
    """What programs take apart is never encoded as words, however long it is (RFC 2369)."""

    def fold(self, *, policy: Policy) -> str:
        return f"{self.name}: {self}{policy.linesep}"


ONE_CLICK = "List-Unsubscribe=One-Click"
"""What a mail program sends there (RFC 8058)."""
_ABOUT_US = re.compile(
    r"sender|relay|client host|helo|ehlo|authenti|starttls|too many (?:connections|messages)",
    re.IGNORECASE,
)
_ABOUT_THE_RECIPIENT = re.compile(r"recipient address rejected|gr[ea]ylist", re.IGNORECASE)
_CODES_ABOUT_US = (421, 503, 530, 534, 535, 538)
_STATUS = re.compile(r"([245])\.(\d{1,3})\.(\d{1,3})\b")


@dataclass(frozen=True, slots=True)
class Reply:
    """A refusal of one mail: the code, and the status of RFC 3463 if the server gives one."""

    code: int
    text: str

    @property
    def final(self) -> bool:
        """Whether the server will never take it."""
        return 500 <= self.code < 600

    @property
    def short(self) -> str:
        """Code and status without the text, which may quote an address: `550 5.1.1`."""
        status = self._status
        return " ".join([str(self.code), *([".".join(status)] if status else [])])

    @property
    def doubtful(self) -> bool:
        """Whether it may be about us although it came in answer to a recipient or a content.

        Postfix, for one, holds back what it says about client and sender until the recipient.
        """
        if _ABOUT_THE_RECIPIENT.search(self.text):
            return False
        if self.code in _CODES_ABOUT_US or _ABOUT_US.search(self.text):
            return True
        if self._status is None:
            return False
        grade, subject, detail = self._status
        sender = subject == "1" and detail in ("7", "8")
        return sender or subject == "3" or (subject == "7" and grade == "5")

    @property
    def _status(self) -> tuple[str, str, str] | None:
        found = _STATUS.match(self.text)
        return (found[1], found[2], found[3]) if found else None


class _Headers(HeaderRegistry):
    """Makes the class of a header once, and not for every mail."""

    _made: ClassVar[dict[str, type]] = {}

    def __getitem__(self, name: str) -> type:
        key = name.lower()
        if key not in self._made:
            self._made[key] = super().__getitem__(name)
        return self._made[key]


class _Mails(EmailPolicy):
    """As ``email.policy.SMTP`` in half the time: what most mails have in common is kept."""

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        if type(value) is not str:
            return super().header_store_parse(name, value)
        return _parsed(name, value)

    def fold_binary(self, name: str, value: str) -> bytes:
        return _folded(name, value)


_HEADERS = _Headers()
for _name in ("list-unsubscribe", "message-id", "references"):
    _HEADERS.map_to_type(_name, _Verbatim)
_MAILS = _Mails(linesep="\r\n", header_factory=_HEADERS)


@lru_cache(maxsize=64)
def _parsed(name: str, value: str) -> tuple[str, Any]:
    return EmailPolicy.header_store_parse(_MAILS, name, value)


@lru_cache(maxsize=64)
def _folded(name: str, value: str) -> bytes:
    return EmailPolicy.fold_binary(_MAILS, name, value)


@lru_cache(maxsize=64)
def folded(name: str, value: str) -> bytes:
    """One header, as the library writes it."""
    return _folded(*_parsed(name, value))


def sender_of(settings: Settings) -> Sender:
    """Whom mails come from; where none are sent, nobody who could be answered."""
    if not settings.mail_from:
        nobody = f"noreply@{host_of(settings)}"
        return Sender("Knotenpunkt", MailAddress(nobody, nobody))
    return read_sender(settings.mail_from, settings.mail_reserved_domains)


def host_of(settings: Settings) -> str:
    return urlsplit(settings.base_url).hostname or "localhost"


def as_messages(
    mail: Mail, sender: Sender, host: str, now: datetime, answers: ReturnPath | None = None
) -> list[EmailMessage]:
    """The mail last, with the first of its invites; before it each other one by itself.

    What was interrupted is repeated whole: a calendar drops what it knows. Raises ``Unwritable``.
    """
    found = []
    for number, invite in enumerate(mail.content.invites[1:], start=2):
        message = _headed(mail, sender, now, entry_subject(invite), f"{mail.id}-{number}@{host}")
        write_entry(message, mail.content.subject, invite)
        attach(message, invite, calendar_of(invite, mail.to, sender, host, now, answers))
        found.append(message)
    return [*found, as_message(mail, sender, host, now, answers)]


def as_message(
    mail: Mail, sender: Sender, host: str, now: datetime, answers: ReturnPath | None = None
) -> EmailMessage:
    """Raises ``Unwritable``."""
    message = _headed(mail, sender, now, mail.content.subject, f"{mail.id}@{host}")
    if mail.matter is not None:
        message["References"] = f"<{mail.matter}@{host}>"
    if mail.unsubscribe:
        message["List-Unsubscribe"] = f"<{mail.unsubscribe}>"
        message["List-Unsubscribe-Post"] = ONE_CLICK
    message.set_content(mail.content.text, cte="quoted-printable")
    message.make_alternative(boundary=f"=_{mail.id.hex}")
    message.add_alternative(mail.content.html, subtype="html", cte="quoted-printable")
    for invite in mail.content.invites[:1]:
        attach(message, invite, calendar_of(invite, mail.to, sender, host, now, answers))
    message["Content-Language"] = "de"
    return message


def _headed(
    mail: Mail, sender: Sender, now: datetime, subject: str, message_id: str
) -> EmailMessage:
    message = EmailMessage(policy=_MAILS)
    message["From"] = sender_text(sender)
    message["To"] = person_address(mail.to)
    if (reply_to := reply_address(mail)) is not None:
        message["Reply-To"] = reply_to
    message["Subject"] = one_line(subject)
    message["Date"] = date_of(now)
    message["Message-ID"] = f"<{message_id}>"
    message["Auto-Submitted"] = "auto-generated"
    return message


def person_address(person: Person) -> Address:
    """The person with the name; domains with umlauts as the mail system writes them."""
    try:
        username, _, domain = read_address(person.email).ascii.rpartition("@")
    except AddressRefused:
        raise Unwritable from None
    return Address(one_line(person.name), username, domain)


def reply_address(mail: Mail) -> Address | None:
    """Of whom answers go to, if they go to anybody to whom one can write."""
    with suppress(Unwritable):
        return person_address(mail.reply_to) if mail.reply_to is not None else None
    return None


def date_of(now: datetime) -> str:
    """As headers say it."""
    return format_datetime(now.astimezone(BERLIN))


@lru_cache(maxsize=8)
def sender_text(sender: Sender) -> str:
    return str(Address(one_line(sender.name), addr_spec=sender.address.ascii))


def one_line(text: str) -> str:
    """Without line ends and other control characters, which could start a new header."""
    return " ".join("".join(c if c.isprintable() else " " for c in text).split())
