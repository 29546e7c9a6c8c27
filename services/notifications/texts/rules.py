"""What an office may write, and whether that differs from what holds."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from difflib import get_close_matches
from typing import Any
from uuid import UUID

from services.notifications.mails.values import MailKind, Topic
from services.notifications.models import Message
from services.notifications.texts.models import MailText, MailTextEdition
from services.notifications.texts.values import PLACEHOLDER, Wording
from shared.clock import local_date
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.contracts.words import word
from shared.german import date_and_time, short_date
from shared.web.problem import FieldError

_SHOWN = 40
"""Characters of what is no placeholder, in what is said about it."""
_IN_AN_ADDRESS = re.compile(r"https://[^\s{}]*\{", re.IGNORECASE)


def faults(wording: Wording, subject: str, text: str) -> list[FieldError]:
    """What of it cannot be filled in, with its line; nothing if all is well."""
    return [
        *(FieldError("subject", each) for each in _of_subject(wording, subject)),
        *(FieldError("text", each) for each in _of_text(wording, text)),
    ]


def _of_subject(wording: Wording, subject: str) -> Iterator[str]:
    if _braces_left(subject):
        yield "has a brace without its other one"
    for name in PLACEHOLDER.findall(subject):
        known = wording.get(name)
        if known is None:
            yield f"{_written(name)} is not known{_perhaps(wording, name)}"
        elif not known.in_subject:
            yield f"{known.written} may not stand in a subject"


def _of_text(wording: Wording, text: str) -> Iterator[str]:
    for number, line in enumerate(text.split("\n"), start=1):
        at = f"line {number}: "
        if _braces_left(line):
            yield f"{at}has a brace without its other one"
        if _IN_AN_ADDRESS.search(line):
            yield f"{at}an address may hold no placeholder"
        for name in PLACEHOLDER.findall(line):
            if wording.get(name) is None:
                yield f"{at}{_written(name)} is not known{_perhaps(wording, name)}"
    for each in wording.missing(text):
        yield f"must hold {each.written}"


def _braces_left(line: str) -> bool:
    return any(brace in PLACEHOLDER.sub("", line) for brace in "{}")


def _written(name: str) -> str:
    return f"{{{name if len(name) <= _SHOWN else name[:_SHOWN] + '…'}}}"


def _perhaps(wording: Wording, name: str) -> str:
    known = [each.name for each in wording.placeholders]
    found = get_close_matches(name.strip().lower(), known, n=1)
    return f", perhaps {{{found[0]}}}" if found else ""


def is_new(wording: Wording, text: MailText, valid: MailTextEdition | None) -> bool:
    """Whether the draft says something else than what holds, which may be the usual."""
    holds = ("", wording.text)
    if valid is not None and not valid.is_usual:
        holds = (valid.subject, valid.text)
    return (text.subject, text.text) != holds


def fits(wording: Wording, text: MailText | MailTextEdition) -> bool:
    """Whether this version of the program can still fill in everything."""
    return not faults(wording, text.subject, text.text)


@dataclass(frozen=True, slots=True)
class Listed:
    """A kind of mail in the office's list."""

    kind: LetterKind
    title: str
    topic: str
    state: str
    since: datetime | None
    author: str


def listed(
    kind: LetterKind,
    mail: MailKind[Any],
    text: MailText | None,
    valid: MailTextEdition | None,
    names: Mapping[UUID, str],
) -> Listed:
    """Whether it has a text of its own, since when and by whom."""
    wording = mail.wording
    assert wording is not None  # others are not listed
    own = valid is not None and not valid.is_usual
    state = "eigener Text" if own else "üblicher Text"
    if valid is not None and own and not fits(wording, valid):
        state = "eigener Text, bitte prüfen"
    elif text is not None and is_new(wording, text, valid):
        state += ", neuer Entwurf"
    author = names.get(valid.author_id, "") if valid and valid.author_id else ""
    since = valid.published_at if valid else None
    return Listed(kind, mail.title, word(Topic, mail.topic), state, since, author)


def labelled(message: Message, names: Mapping[UUID, str]) -> str:
    """A message as a preview offers it: about whom, for which role; or only of when."""
    if message.worker_id is None:
        return date_and_time(message.created_at)
    parts = (
        names.get(message.worker_id, ""),
        word(Role, Role(message.role)),
        short_date(local_date(message.created_at)),
    )
    return ", ".join(each for each in parts if each)
