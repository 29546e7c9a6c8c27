"""What a kind of mail declares, and what it is written from."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import Enum, StrEnum, auto
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Any, Generic, TypeVar
from uuid import UUID

from services.notifications.gatherings.values import Invite, Seat
from services.notifications.mails import kinds
from services.notifications.matters.values import NONE, Matters
from services.notifications.messages.values import Fact, ToActing
from services.notifications.texts.values import Wording
from services.notifications.values import (
    Content,
    Directory,
    Employment,
    Letter,
    News,
    Notice,
    Owed,
    Person,
)
from shared.contracts.notifications import LetterKind
from shared.contracts.words import words
from shared.json import Json
from shared.links import LinkMaker

C = TypeVar("C")
CODE = LetterKind("sign_in_code")
"""Not listed: no event says that somebody was sent one."""
BARRIER = LetterKind("barrier_reported")
"""As little: it is about no worker, and goes to those who hold a role."""
CONSULTATION_REQUESTED = LetterKind("consultation_requested")
CONSULTATION_WITHDRAWN = LetterKind("consultation_withdrawn")
"""Both to the office."""
CONSULTATION_ANSWERED = LetterKind("consultation_answered")
"""To whoever asked."""
CONSULTATION_RECEIVED = LetterKind("consultation_received")
CONSULTATION_CALLED_OFF = LetterKind("consultation_called_off")
"""To whoever asked, or took back, by a link, without a sign-in."""
SECOND_STEP = LetterKind("second_step")
"""It goes the way of codes, as does an invitation."""
ENDPOINT = LetterKind("endpoint_failing")
"""To those who look after a webhook."""
ANNOUNCEMENT = LetterKind("announcement")
ANNOUNCEMENT_TO_CONFIRM = LetterKind("announcement_to_confirm")
ANNOUNCEMENT_REMINDER = LetterKind("announcement_reminder")
ANNOUNCEMENT_KINDS = (ANNOUNCEMENT, ANNOUNCEMENT_TO_CONFIRM, ANNOUNCEMENT_REMINDER)
"""All to the recipients of an announcement."""
INVITATION = LetterKind("invitation")
FAREWELL = LetterKind("farewell")
"""To an address that is kept sealed until then, by the way of codes."""
PRIVACY_ASKED = LetterKind("privacy_asked")
"""To the office; who has asked, only the page tells."""
PACKAGE_READY = LetterKind("package_ready")
PACKAGE_ENDING = LetterKind("package_ending")
"""Both to whoever has asked for what is kept about them."""
ASSESSMENT_ASKED = LetterKind("assessment_asked")
"""To who judges a school; which one, only the page tells."""
MEASURE_ASSIGNED = LetterKind("measure_assigned")
MEASURE_DUE = LetterKind("measure_due")
"""Both are about a measure; of what it is, only its page tells."""
DIGEST = LetterKind("digest")
"""What several messages to one person become."""

AT_ONCE = timedelta(0)
"""Where nothing could join: the fact tells of all there is."""
GATHERED = timedelta(minutes=10)
"""So long what happens is gathered into one mail."""
MONTH = timedelta(days=30)


class Urgency(StrEnum):
    """Fixed here, whatever an office would like.

    What is critical goes out at any hour, whatever somebody prefers, and carries nothing else;
    what is low waits for a digest.
    """

    CRITICAL = "critical"
    NORMAL = "normal"
    LOW = "low"


class Topic(StrEnum):
    """What people choose by; stored as it is."""

    ONBOARDING = "onboarding"
    SURVEYS = "surveys"
    CONSULTATIONS = "consultations"
    BARRIERS = "barriers"
    COVER = "cover"
    GATHERINGS = "gatherings"
    FRAMEWORK = "framework"
    WEBHOOKS = "webhooks"
    ANNOUNCEMENTS = "announcements"
    SIGN_IN = "sign-in"
    PRIVACY = "privacy"


words(
    Topic,
    onboarding="Einarbeitung",
    surveys="Befragungen",
    consultations="Beratung",
    barriers="Barrieren",
    cover="Abwesenheit und Vertretung",
    gatherings="Veranstaltungen",
    framework="Rahmenkonzept",
    webhooks="Webhooks",
    announcements="Rundmitteilungen der Koordinierungsstelle",
    sign_in="Anmelden",
    privacy="Datenschutz",
)


class Place(Enum):
    """A mail of its own, or a part of another: the first of its kind there, or one more."""

    ALONE = auto()
    FIRST = auto()
    AGAIN = auto()


@dataclass(frozen=True, slots=True)
class Assignment:
    """What one person gets as one mail."""

    owed: Sequence[Owed]
    person_id: UUID
    stands_in: bool

    @property
    def matters(self) -> "list[Assignment]":
        """What would each be a mail if it were alone: a kind, and of letters an onboarding."""
        found: dict[tuple[str, UUID | None], list[Owed]] = {}
        for each in self.owed:
            about = each.onboarding_id or each.id if isinstance(each, Letter) else own(each)
            found.setdefault((each.kind, about), []).append(each)
        return [replace(self, owed=mine) for mine in found.values()]


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
class Told:
    """What somebody is told of: its id, from which its page follows, the day, and codes."""

    subject_id: UUID
    day: date
    payload: Json = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class NoticeContext:
    """What happened to which somebody has to see; ``office`` is empty where it is nobody's own."""

    to: Person
    office: str
    told: Sequence[Told]
    links: LinkMaker
    today: date
    news: Mapping[UUID, News] = field(default_factory=dict)
    seats: Mapping[UUID, Seat] = field(default_factory=dict)
    matters: Matters = NONE

    @property
    def subjects(self) -> Sequence[UUID]:
        """Each once, however often something happened to it."""
        return list(dict.fromkeys(each.subject_id for each in self.told))


@dataclass(frozen=True, slots=True)
class DigestContext:
    """The matters of one mail, each as its own kind has written it.

    ``about`` names whose each is; it is empty where it is nobody else's.
    """

    to: Person
    office: str
    parts: Sequence[Content]
    about: Sequence[str]
    links: LinkMaker


@dataclass(frozen=True, slots=True)
class MailText:
    """What one mail says; ``values`` are for its templates, ``links`` what it asks to open.

    ``subject`` names nobody; ``reason`` says for whom it is and why it was sent; ``mentions`` are
    those whom it names beside the worker.
    """

    subject: str
    reason: str
    values: Mapping[str, object] = field(default_factory=dict)
    links: Sequence[str] = ()
    mentions: frozenset[UUID] = frozenset()
    invites: Sequence[Invite] = ()


@dataclass(frozen=True, slots=True)
class MailKind(Generic[C]):
    """A kind of message: why somebody is owed it, and how its mail is written from a context.

    Of ``priority`` 0 is sent before 1. ``height`` is that of its page in pixels, without links.
    A ``notice`` goes to people; anything else is a letter to a role, or a code. What gathers others
    has no ``topic`` of its own. What is ``gathered`` becomes one mail, and of what is ``single``
    one for each subject; what is ``kept`` is forgotten after that time. Who acts in no ``audience``
    any more is not told. What is ``certain`` comes although its topic was given up. Of what is
    ``confidential`` no office sees who got it. Of a ``wording`` an office may write another.
    """

    title: str
    topic: Topic | None
    priority: int
    height: int
    write: Callable[[C], MailText]
    urgency: Urgency = Urgency.NORMAL
    notice: bool = False
    gathered: timedelta = GATHERED
    kept: timedelta | None = None
    facts: Sequence[Fact] = ()
    audience: ToActing | None = None
    certain: bool = False
    single: bool = False
    confidential: bool = False
    wording: Wording | None = None


@cache
def mail_kinds() -> Mapping[LetterKind, MailKind[MailContext]]:
    """Those that letters become: events name them."""
    return {kind: mail for kind, mail in every_kind().items() if kind.is_listed}


@cache
def notice_kinds() -> Mapping[LetterKind, MailKind[NoticeContext]]:
    """Those that the holders of a role get."""
    return {kind: mail for kind, mail in every_kind().items() if mail.notice}


@cache
def every_kind() -> Mapping[LetterKind, MailKind[Any]]:
    """Every kind of mail: each module of the folder ``kinds``, whose name is the code."""
    names = [module.name for module in iter_modules(kinds.__path__)]
    found = {name: import_module(f"{kinds.__name__}.{name}").MAIL for name in names}
    ordered = sorted(found.items(), key=lambda each: each[1].priority)
    return {LetterKind(name): mail for name, mail in ordered}


def own(owed: Owed) -> UUID | None:
    single = owed.kind in every_kind() and every_kind()[owed.kind].single
    return owed.subject_id if single and isinstance(owed, Notice) else None


def title_of(kind: LetterKind) -> str:
    """What lists call a kind of mail; one that nobody knows is called by its code."""
    mail = every_kind().get(kind)
    return mail.title if mail else str(kind)
