"""Which mark holds, and when one may be made."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from services.trainings.attendance.values import (
    COUNTING,
    EARLIEST,
    Marked,
    Oddity,
    Presence,
    Scanned,
    Way,
)
from services.trainings.gatherings.values import Dated
from services.trainings.models import GatheringDate
from shared.clock import BERLIN, local_date
from shared.web.kit.fields import YEARS
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "names no scan": "Eine Zeile hat nicht die Form „Code; Tag Uhrzeit; Kennung“, zum Beispiel"
        " „K7F2…; 12.03.2027 09:02; a1“.",
        "needs the units attended": "Bitte geben Sie an, wie viele Einheiten die Person da war.",
        "is more than was planned": "So viele Einheiten hat der Termin nicht.",
    }
)
SCAN = re.compile(
    r"(?:\S*/)?([0-9A-Za-z-]{8,40})\s*;\s*([^;]{10,40}?)\s*;\s*([\w-]{1,40})", re.ASCII
)
FORMATS = ("%d.%m.%Y %H:%M", "%d.%m.%Y %H:%M:%S")


def holding(marks: Iterable[Marked]) -> Marked | None:
    """The last one that was seen, whenever we learnt of it."""
    counting = [each for each in marks if each.oddity in COUNTING]
    return max(counting, key=lambda each: (each.at, each.noted_at), default=None)


def refuse_early(date: GatheringDate, now: datetime) -> None:
    """Raises ``Problem``; nothing is kept of who comes too early."""
    if now < date.starts_at - EARLIEST:
        raise Problem(409, "too-early", "It has not begun")


def is_later(date: GatheringDate | Dated, now: datetime) -> bool:
    """Whether a mark made now is a correction after the day."""
    return local_date(now) > date.day


def way(date: GatheringDate, now: datetime, reason: str) -> Way:
    """Raises ``Problem`` for a late one without a reason."""
    if not is_later(date, now):
        return Way.LIST
    if not reason:
        errors = [FieldError("reason", "must not be empty")]
        raise Problem(409, "reason-needed", "It is a correction", errors=errors)
    return Way.LATER


def units(date: GatheringDate, presence: Presence, given: Decimal | None) -> Decimal | None:
    """Only of who was there partly; raises ``Problem``."""
    if presence is not Presence.PARTLY:
        return None
    if given is None:
        raise _invalid("units", "needs the units attended")
    if given > date.units:
        raise _invalid("units", "is more than was planned")
    return given


def oddity(date: GatheringDate, at: datetime, marks: Sequence[Marked], *, seat: bool) -> Oddity:
    """What is odd about a scan; what happened at the door stands."""
    if at < date.starts_at - EARLIEST or local_date(at) > date.day:
        return Oddity.UNTIMELY
    if (known := holding(marks)) is not None and known.is_there:
        return Oddity.AGAIN
    return Oddity.NONE if seat else Oddity.NO_SEAT


def scans(lines: str, now: datetime) -> list[Scanned]:
    """What a scanner has kept, one a line; raises ``Problem`` for a line that is none."""
    return [_scan(line.strip(), now) for line in lines.splitlines() if line.strip()]


def _scan(line: str, now: datetime) -> Scanned:
    found = SCAN.fullmatch(line)
    at = _moment(found[2]) if found else None
    if found is None or at is None:
        raise _invalid("lines", "names no scan")
    return Scanned(found[1], min(at, now), found[3])


def _moment(text: str) -> datetime | None:
    """A time of Berlin, or one that names its zone; none of a year that no clock shows."""
    found = _iso(text) or next(filter(None, (_parsed(text, each) for each in FORMATS)), None)
    if found is None or found.year not in YEARS:
        return None
    return found.replace(tzinfo=BERLIN) if found.tzinfo is None else found


def _iso(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _parsed(text: str, form: str) -> datetime | None:
    try:
        return datetime.strptime(text, form)  # noqa: DTZ007 of Berlin, as is said above
    except ValueError:
        return None


def _invalid(field: str, reason: str) -> Problem:
    errors = [FieldError(field, reason)]
    return Problem(422, "invalid-request", "The request is not valid", errors=errors)
