"""What a consultation is about, where it stands, and when it is to be held."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Annotated, Protocol
from uuid import UUID

from pydantic import AfterValidator

from shared.clock import BERLIN
from shared.codes import OpenCode
from shared.contracts.accounts import AccessRole
from shared.contracts.words import words
from shared.messaging.event import Cause
from shared.web.kit.reasons import reasons
from shared.web.text import FreeText, refuse_links, refused

reasons(
    {
        "must hold nothing of a case": "Bitte nichts aus einem Fall: keine Geburtsdaten, keine"
        " Aktenzeichen, keine Adressen oder Rufnummern.",
        "must lie ahead": "Dieser Zeitpunkt ist schon vorbei.",
        "must lie within two years": "Das liegt mehr als zwei Jahre voraus. Stimmt das Jahr?",
        "must be a time of that day": "An diesem Tag gibt es diese Uhrzeit nicht.",
    }
)

LONGEST_NOTE = 500
_OF_A_CASE = re.compile(
    r"\bgeb\.|\bgeboren\b|\baktenzeichen\b|\baz\.?:|\d(?:[ /().-]*\d){6,}", re.IGNORECASE
)
"""Birthdays, files, telephone numbers: what no request for a consultation needs."""


def _of_no_case(text: str) -> str:
    try:
        refuse_links(text)
    except ValueError:
        raise refused("must hold nothing of a case") from None
    if _OF_A_CASE.search(text):
        raise refused("must hold nothing of a case")
    return text


Note = Annotated[str, FreeText(LONGEST_NOTE, min=0), AfterValidator(_of_no_case)]


CALENDAR_FILE = {
    "Content-Type": "text/calendar; charset=utf-8",
    "Content-Disposition": 'attachment; filename="termin.ics"',
    "Cache-Control": "no-store",
}
"""The headers of an appointment for calendar programs."""


class Topic(OpenCode):
    """What a consultation is about; it is counted by these."""

    START = "start"
    MANDATE = "mandate"
    SCHOOL = "school"
    CONCEPT = "concept"
    NETWORK = "network"
    CHILD_PROTECTION = "child_protection"
    LAW = "law"
    FUNDING = "funding"
    CONFLICT = "conflict"
    OTHER = "other"


words(
    Topic,
    start="Einstieg in die Stelle",
    mandate="Rolle und Auftrag",
    school="Zusammenarbeit in der Schule",
    concept="Konzept und Jahresplanung",
    network="Vernetzung im Sozialraum",
    child_protection="Verfahren im Kinderschutz",
    law="Recht und Datenschutz",
    funding="Förderung und Nachweise",
    conflict="Konflikte am Arbeitsplatz",
    other="Anderes",
)


class State(OpenCode):
    """Where a consultation stands."""

    REQUESTED = "requested"
    SCHEDULED = "scheduled"
    HELD = "held"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


words(
    State,
    requested="angefragt",
    scheduled="Termin steht",
    held="durchgeführt",
    closed="abgeschlossen",
    withdrawn="zurückgezogen",
)


class Way(OpenCode):
    """How a consultation was asked for."""

    PAGE = "page"
    """By the form, after a sign-in."""
    API = "api"
    LINK = "link"
    """By the link of a mail, without a sign-in."""


words(
    Way,
    page="angemeldet",
    api="über ein Programm",
    link="über den Link einer Mail, ohne Anmeldung",
)

WAITING = (State.REQUESTED, State.SCHEDULED)
SETTLED = (State.CLOSED, State.WITHDRAWN)


class Asker(Protocol):
    """Whoever asks, or is shown what was asked: signed in, or by a link that is theirs."""

    @property
    def tenant(self) -> str: ...
    @property
    def role(self) -> AccessRole: ...
    @property
    def person_id(self) -> UUID: ...
    @property
    def organization_id(self) -> UUID | None: ...
    @property
    def cause(self) -> Cause: ...


@dataclass(frozen=True)
class Request:
    """What somebody asks for, and how."""

    topic: Topic
    note: str = ""
    asked_by: Way = Way.PAGE


@dataclass(frozen=True)
class Appointment:
    """When and where; ``revision`` grows whenever it is moved or called off."""

    starts_at: datetime
    minutes: int
    place: str
    revision: int = 0

    @property
    def ends_at(self) -> datetime:
        return self.starts_at + timedelta(minutes=self.minutes)


@dataclass(frozen=True)
class Consultation:
    """One as its page shows it; ``asker`` is empty for who is known no more."""

    id: UUID
    version: int
    state: State
    topic: Topic
    asked_at: datetime
    asked_as: AccessRole
    asked_by: Way
    asker: str
    organization: str
    note: str
    appointment: Appointment | None
    settled_at: datetime | None

    @property
    def starts_at(self) -> datetime | None:
        return self.appointment.starts_at if self.appointment else None

    @property
    def waits(self) -> bool:
        """Whether it is still to be held."""
        return self.state in WAITING

    @property
    def is_settled(self) -> bool:
        return self.state in SETTLED

    @property
    def called_off(self) -> bool:
        """Whether it came to its end before its appointment began."""
        return bool(self.starts_at and self.settled_at and self.settled_at < self.starts_at)

    @property
    def calendar_entry(self) -> str:
        """What there is of it for one's calendar; nothing of a talk that is over."""
        if self.called_off:
            return "Absage"
        return "Termin" if self.starts_at and self.waits else ""


class Quarter(OpenCode):
    """Three months of a year."""

    FIRST = "q1"
    SECOND = "q2"
    THIRD = "q3"
    FOURTH = "q4"


words(
    Quarter,
    first="Januar bis März",
    second="April bis Juni",
    third="Juli bis September",
    fourth="Oktober bis Dezember",
)
_QUARTERS = tuple(Quarter)


@dataclass(frozen=True)
class Period:
    """A quarter of a year."""

    year: int
    quarter: Quarter

    @property
    def begins(self) -> datetime:
        """Its first moment in Berlin."""
        month = 3 * _QUARTERS.index(self.quarter) + 1
        return datetime.combine(date(self.year, month, 1), time(), BERLIN)

    @property
    def ends(self) -> datetime:
        """The first moment after it."""
        last = self.quarter is Quarter.FOURTH
        following = _QUARTERS[(_QUARTERS.index(self.quarter) + 1) % 4]
        return Period(self.year + last, following).begins


def period_of(day: date) -> Period:
    return Period(day.year, _QUARTERS[(day.month - 1) // 3])


def period_before(day: date) -> Period:
    """The last that is over on that day."""
    return period_of(period_of(day).begins.date() - timedelta(days=1))


Counts = Mapping[tuple[Topic, AccessRole], int]
"""How many consultations were asked for, by topic and kind of asker."""
