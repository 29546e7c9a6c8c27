"""What a report says (RFC 3464), what else came, and what a mail server's answer means."""

import re
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from email.policy import compat32
from email.utils import getaddresses
from enum import StrEnum

_STATUS = re.compile(r"\b([245])\.(\d{1,3})\.(\d{1,3})\b")
_CODE = re.compile(r"\b([45]\d\d)\b")
_FAR = 100_000
"""Of a header's value; more is no status."""
FAR_ENOUGH = 256 * 1024
"""Of a mail: what failed stands before what is sent back."""
_MANY_PARTS = 20
"""More than any report has; each line is compared with the ends of all parts that are open."""
_LONGEST_TYPE = 2000
_TYPES = re.compile(rb"^content-type:[^\n]*(?:\n[ \t][^\n]*)*", re.IGNORECASE | re.MULTILINE)
_GAPS = re.compile(rb"\n{3,}")
_NO_SUCH_MAILBOX = (550, 551, 553)
_ABOUT_US = (("1", "7"), ("1", "8"))
"""The address of the sender."""
_OF_PROGRAMS = ("Precedence", "List-Id", "X-Autoreply", "X-Auto-Response-Suppress")


class Grade(StrEnum):
    """Whom a failure is about."""

    HARD = "hard"
    SOFT = "soft"
    POLICY = "policy"


@dataclass(frozen=True, slots=True)
class Failure:
    """A mail did not arrive; ``reply`` is code and status without text: `550 5.1.1`."""

    grade: Grade
    reply: str


@dataclass(frozen=True, slots=True)
class CameBack:
    """A mail to the organiser of a date: the calendar's part, if any, and who it is from."""

    calendar: bytes | None
    senders: frozenset[str]
    automatic: bool


def grade_of(reply: str) -> Grade:
    """What `550 5.1.1`, `5.7.1` or `550` means; what is over for now says nothing of an address."""
    status, code = _STATUS.search(reply), _CODE.search(_STATUS.sub("", reply))
    if status is None:
        return Grade.HARD if code and int(code[1]) in _NO_SUCH_MAILBOX else Grade.SOFT
    grade, *what = status.groups()
    if grade == "5" and (what[0] == "7" or tuple(what) in _ABOUT_US):
        return Grade.POLICY
    return Grade.HARD if grade == "5" and what[0] == "1" else Grade.SOFT


def read_report(raw: bytes) -> Failure | None:
    """The failure it tells of; None for a delay, a receipt, an absence note, or what is no report.

    As little for parts within parts without end: whoever was sent a mail can answer to its address.
    """
    message = _opened(raw)
    return None if message is None else _read(message)


def read_answer(raw: bytes) -> CameBack | None:
    """What came to the address of a date; None for what cannot be taken apart."""
    message = _opened(raw)
    if message is None:
        return None
    found = [each for each in message.walk() if each.get_content_type() == "text/calendar"]
    payload = found[0].get_payload(decode=True) if found else None
    return CameBack(
        calendar=payload if isinstance(payload, bytes) else None,
        senders=frozenset(_folded(_text(message, "From"))),
        automatic=_is_automatic(message),
    )


def _is_automatic(message: Message) -> bool:
    """An absence note, a receipt, a list's mail: nobody waits for what is answered to it."""
    said = _text(message, "Auto-Submitted").lower()
    return (
        said not in ("", "no")
        or message.get_content_type() == "multipart/report"
        or _text(message, "Return-Path") == "<>"
        or any(message.get(each) for each in _OF_PROGRAMS)
    )


def _folded(header: str) -> list[str]:
    return [address.lower() for _, address in getaddresses([header[:_LONGEST_TYPE]]) if address]


def _opened(raw: bytes) -> Message | None:
    start = _GAPS.sub(b"\n\n", b"\n".join(raw[:FAR_ENOUGH].splitlines()))
    parts = start.lower().count(b"boundary")
    if parts > _MANY_PARTS or any(len(each[0]) > _LONGEST_TYPE for each in _TYPES.finditer(start)):
        return None
    try:
        return BytesParser(policy=compat32).parsebytes(start)
    except RecursionError:
        return None


def _read(message: Message) -> Failure | None:
    """The worst of several recipients counts, though there is only ever one."""
    if message.get_content_type() != "multipart/report":
        return None
    failures = [
        failure
        for part in message.walk()
        if part.get_content_type() == "message/delivery-status"
        for block in _blocks(part)
        if (failure := _failure(block)) is not None
    ]
    return min(failures, key=lambda each: list(Grade).index(each.grade), default=None)


def _blocks(part: Message) -> list[Message]:
    payload = part.get_payload()
    return [each for each in payload if isinstance(each, Message)] if _is_list(payload) else []


def _is_list(payload: object) -> bool:
    return isinstance(payload, list)


def _failure(block: Message) -> Failure | None:
    """Only `failed` is one: not `delayed`, `delivered`, `relayed`, `expanded`."""
    if _text(block, "Action").lower() != "failed":
        return None
    said, told = _text(block, "Status"), _text(block, "Diagnostic-Code")
    status, diagnosis = _STATUS.search(said), _STATUS.search(told)
    code = _CODE.search(_STATUS.sub("", told))
    vague = status is None or status.group() in ("5.0.0", "4.0.0")
    best = diagnosis if vague and diagnosis else status
    parts = [code.group() if code else "", best.group() if best else ""]
    reply = " ".join(filter(None, parts))
    return Failure(grade_of(reply), reply)


def _text(block: Message, name: str) -> str:
    return str(block.get(name, ""))[:_FAR].strip()
