"""Who gets a certificate, and what it says."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from uuid import UUID

from services.trainings.attendance.values import Attended, Marked, units_in_words
from services.trainings.certificate_details.values import Details
from services.trainings.certificate_senders.values import Sender
from services.trainings.certificates.values import CertifiedDate, Snapshot
from services.trainings.gatherings.values import Dated, Whole
from services.trainings.qualification_kinds.values import Kind
from shared.contracts.gatherings import GatheringKind, GatheringState
from shared.contracts.words import word
from shared.german import short_date
from shared.web.problem import Problem

UNIT_MINUTES = 45


@dataclass(frozen=True)
class Said:
    """What every certificate of a gathering says alike, and when it is issued."""

    organiser: str
    sender: Sender
    details: Details
    kinds: Sequence[Kind]
    today: date


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


def snapshot(row: Whole, entry: Attended, name: str, said: Said, revision: int) -> Snapshot:
    """All facts, as they are now."""
    dates = tuple(_certified(each, entry.marks) for each in row.held)
    attended = entry.units(row.held)
    return Snapshot(
        name=name,
        title=row.title,
        kind=word(GatheringKind, row.kind),
        place=place(row.held),
        dates=dates,
        attended=units_in_words(attended),
        planned=units_in_words(planned(row)),
        hours=hours(attended),
        remark=remark(dates),
        content=tuple(each.strip() for each in row.content.splitlines() if each.strip()),
        organiser=said.organiser,
        contact=row.contact,
        issued_on=said.today,
        revision=revision,
        speakers=said.details.spoke,
        legal_basis=said.details.legal_basis,
        refresh=refreshed(said.kinds, row, attended),
        partners=said.details.partners,
        funding=said.details.funding,
        responsible=said.details.responsible,
        address=said.sender.lines,
        issued_in=said.sender.place,
    )


def place(held: Sequence[Dated]) -> str:
    """Rathaus, Raum 101 (hybrid, Teilnahme auch online)"""
    rooms = dict.fromkeys(each.place for each in held if each.place and not _is_online(each.place))
    online = any(each.join_link or not each.place or _is_online(each.place) for each in held)
    if not rooms:
        return "online"
    return "; ".join(rooms) + (" (hybrid, Teilnahme auch online)" if online else "")


def refreshed(kinds: Sequence[Kind], row: Whole, attended: Decimal) -> tuple[str, ...]:
    """Until when what was earned by this alone is to be refreshed."""
    last = row.held[-1].day
    counted = [each for each in kinds if each.counts(row.id, row.kind)]
    found = (each.refresh(last, attended) for each in counted)
    return tuple(each for each in found if each)


def _is_online(said: str) -> bool:
    return "online" in said.casefold() or "videokonferenz" in said.casefold()


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
