"""What a kind of mail declares, and what it is written from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from uuid import UUID

from services.notifications.mails import kinds
from services.notifications.schemas import Directory, Employment, Letter, Person
from shared.contracts.notifications import LetterKind
from shared.links import LinkMaker


class TooLate(Exception):
    """What the letter invites to is over."""


@dataclass(frozen=True, slots=True)
class Assignment:
    """The letters that one person gets as one mail."""

    letters: Sequence[Letter]
    person_id: UUID
    stands_in: bool


@dataclass(frozen=True, slots=True)
class MailContext:
    """What a mail is written from: whose letters, to whom, on which day.

    ``stands_in`` if nobody holds the role itself.
    """

    letters: Sequence[Letter]
    to: Person
    stands_in: bool
    directory: Directory
    links: LinkMaker
    today: date

    @property
    def letter(self) -> Letter:
        """The first; all are about one employment."""
        return self.letters[0]

    @property
    def employment(self) -> Employment:
        """Raises ``NotYet``."""
        return self.directory.employment(self.letter.employment_id)


@dataclass(frozen=True, slots=True)
class MailText:
    """What one mail says; ``values`` are for its templates, ``links`` what it asks to open.

    ``subject`` names nobody; ``reason`` says for whom it is and why it was sent.
    """

    subject: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    links: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class MailKind:
    """A kind of mail: what lists call it, and how it is written.

    Of ``priority`` 0 is sent before 1. ``height`` is that of its page in pixels, without links.
    """

    title: str
    priority: int
    height: int
    write: Callable[[MailContext], MailText]


@cache
def mail_kinds() -> Mapping[LetterKind, MailKind]:
    """Every kind of mail: each module of the folder ``kinds``, whose name is the code."""
    names = [module.name for module in iter_modules(kinds.__path__)]
    found = {name: import_module(f"{kinds.__name__}.{name}").MAIL for name in names}
    ordered = sorted(found.items(), key=lambda each: each[1].priority)
    return {LetterKind(name): mail for name, mail in ordered}


def title_of(kind: LetterKind) -> str:
    """What lists call a kind of mail; one that nobody knows is called by its code."""
    mail = mail_kinds().get(kind)
    return mail.title if mail else str(kind)
