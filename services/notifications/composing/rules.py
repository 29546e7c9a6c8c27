"""A mail as bytes, ready to be handed over.

Most mails are a text and its page under headers of which only a few are their own. The library
writes what needs rules of its own (names, subjects and senders that are not plain); the rest is
put together here, in a tenth of its time. A mail with a calendar is the library's whole.
"""

import re
from binascii import b2a_base64, b2a_qp
from datetime import datetime
from email.headerregistry import Address
from functools import lru_cache

from services.notifications.bounces.values import ReturnPath
from services.notifications.rules import (
    ONE_CLICK,
    as_messages,
    date_of,
    folded,
    one_line,
    person_address,
    reply_address,
    sender_text,
)
from services.notifications.values import Mail
from shared.mail import Sender

_PLAIN = re.compile(r"(?!.*=\?)[ -~]{1,64}")
"""Short enough for one line, and nothing that has to be encoded or looks as if it were."""
LONGEST_WORD = 45
"""Bytes of a name that become 60 of the 75 that an encoded word may have."""
_END = b"\r\n"
_PART = (
    b"--%b\r\n"
    b'Content-Type: text/%b; charset="utf-8"\r\n'
    b"Content-Transfer-Encoding: quoted-printable\r\n\r\n%b\r\n"
)


def composed(
    mail: Mail, sender: Sender, host: str, now: datetime, answers: ReturnPath | None = None
) -> list[bytes]:
    """As ``as_messages`` has them, the mail itself last. Raises ``Unwritable``."""
    if mail.content.invites:
        return [each.as_bytes() for each in as_messages(mail, sender, host, now, answers)]
    boundary = b"=_" + mail.id.hex.encode()
    body = _PART % (boundary, b"plain", _quoted(mail.content.text))
    body += _PART % (boundary, b"html", _quoted(mail.content.html))
    head = _head(mail, sender, host, now)
    head += b"MIME-Version: 1.0\r\nContent-Language: de\r\n"
    head += b'Content-Type: multipart/alternative; boundary="%b"\r\n\r\n' % boundary
    return [b"%b%b--%b--\r\n" % (head, body, boundary)]


def _head(mail: Mail, sender: Sender, host: str, now: datetime) -> bytes:
    lines = [_line("From", sender_text(sender)), _named("To", person_address(mail.to))]
    if (reply_to := reply_address(mail)) is not None:
        lines.append(_named("Reply-To", reply_to))
    lines.append(_line("Subject", one_line(mail.content.subject)))
    lines.append(_own(mail, host, _date(now.replace(microsecond=0))))
    return b"".join(lines)


def _own(mail: Mail, host: str, date: str) -> bytes:
    """What programs take apart: it stands as it is, however long (RFC 2369)."""
    lines = [
        f"Date: {date}",
        f"Message-ID: <{mail.id}@{host}>",
        "Auto-Submitted: auto-generated",
    ]
    if mail.matter is not None:
        lines.append(f"References: <{mail.matter}@{host}>")
    if mail.unsubscribe:
        lines.append(f"List-Unsubscribe: <{mail.unsubscribe}>")
        lines.append(f"List-Unsubscribe-Post: {ONE_CLICK}")
    return "".join(f"{each}\r\n" for each in lines).encode("ascii")


def _named(name: str, address: Address) -> bytes:
    """A name with umlauts is one encoded word (RFC 2047), if it is short enough for one."""
    called = address.display_name
    word = called.encode()
    if called.isascii() or "=?" in called or len(word) > LONGEST_WORD:
        return _line(name, str(address))
    return b"%b: =?utf-8?b?%b?=\r\n <%b>\r\n" % (
        name.encode(),
        b2a_base64(word, newline=False),
        address.addr_spec.encode("ascii"),
    )


def _line(name: str, value: str) -> bytes:
    if _PLAIN.fullmatch(value):
        return f"{name}: {value}\r\n".encode("ascii")
    return folded(name, value)


_date = lru_cache(maxsize=2)(date_of)


def _quoted(text: str) -> bytes:
    """Ends each line as mails do, the last one, too."""
    lines = text.encode().splitlines() or [b""]
    return b2a_qp(_END.join([*lines, b""]), istext=True)
