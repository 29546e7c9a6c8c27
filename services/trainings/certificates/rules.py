"""Who gets a certificate, and what it says."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.trainings.attendance.values import Attended, Marked, units_in_words
from services.trainings.certificates.values import CertifiedDate, Snapshot
from services.trainings.gatherings.values import Dated, Whole
from shared.contracts.gatherings import GatheringKind, GatheringState
from shared.contracts.words import word
from shared.german import short_date
from shared.web.problem import Problem

UNIT_MINUTES = 45


def planned(row: Whole) -> Decimal:
    """Units of all dates that took place."""
    return sum((each.units for each in row.held), Decimal(0))


def has_earned(attended: Decimal, all_units: Decimal, share: int) -> bool:
    """More than ``share`` percent."""
    return attended > 0 and attended * 100 > all_units * share


def refuse_running(row: Whole, *, over: bool) -> None:
    """Raises ``Problem`` before the end, and for what was called off."""
    if not over or row.state in (GatheringState.CANCELLED, GatheringState.DRAFT):
        raise Problem(409, "not-over", "It is not over")


def snapshot(
    row: Whole, entry: Attended, name: str, organiser: str, today: date, revision: int
) -> Snapshot:
    """All facts, as they are now."""
    dates = tuple(_certified(each, entry.marks) for each in row.held)
    attended = entry.units(row.held)
    places = dict.fromkeys(each.place for each in row.held if each.place)
    return Snapshot(
        name=name,
        title=row.title,
        kind=word(GatheringKind, row.kind),
        place="; ".join(places) or "online",
        dates=dates,
        attended=units_in_words(attended),
        planned=units_in_words(planned(row)),
        hours=hours(attended),
        remark=remark(dates),
        content=tuple(each.strip() for each in row.content.splitlines() if each.strip()),
        organiser=organiser,
        contact=row.contact,
        issued_on=today,
        revision=revision,
    )


def hours(units: Decimal) -> str:
    """4,5 Zeitstunden"""
    return f"{units_in_words(round(units * UNIT_MINUTES / 60, 2))} Zeitstunden"


def remark(dates: tuple[CertifiedDate, ...]) -> str:
    """What was missed; empty for who missed nothing."""
    missed = [each for each in dates if each.attended != each.planned]
    parts = [f"am {short_date(each.day)} {each.attended} von {each.planned} UE" for each in missed]
    return f"Nicht vollständig teilgenommen: {', '.join(parts)}." if parts else ""


def _certified(each: Dated, marks: Mapping[UUID, Marked]) -> CertifiedDate:
    mark = marks.get(each.id)
    attended = mark.attended(each.units) if mark else Decimal(0)
    return CertifiedDate(
        day=each.day,
        times=each.slot.in_words,
        attended=units_in_words(attended),
        planned=units_in_words(each.units),
    )
