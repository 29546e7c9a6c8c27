"""What somebody's seats, marks, certificates and trainings elsewhere come to, the newest first."""

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from uuid import UUID

from services.trainings.attendance.values import Seen, units_in_words
from services.trainings.certificates.values import Certified, Validity
from services.trainings.externals.values import External
from services.trainings.histories.values import Outcome, Part, Seat
from shared.contracts.certificates import QUALIFICATIONS
from shared.contracts.gatherings import GATHERINGS, GatheringKind
from shared.contracts.words import word
from shared.german import short_date

BASE = "/trainings/"


def parts(
    seats: Sequence[Seat],
    seen: Iterable[Seen],
    certified: Iterable[Certified],
    elsewhere: Iterable[External],
) -> list[Part]:
    """One for each gathering and each training elsewhere."""
    units: dict[UUID, Decimal] = {}
    for each in seen:
        units[each.gathering_id] = units.get(each.gathering_id, Decimal(0)) + each.attended
    papers = {each.gathering_id: each for each in certified}
    held = [_part(each, units, papers.get(each.gathering_id)) for each in seats]
    found = [*held, *map(_elsewhere, elsewhere)]
    return sorted(found, key=lambda each: (each.day, each.title), reverse=True)


def _part(seat: Seat, units: Mapping[UUID, Decimal], paper: Certified | None) -> Part:
    attended = units.get(seat.gathering_id)
    outcome = Outcome.UNMARKED
    if attended is not None:
        outcome = Outcome.ATTENDED if attended >= seat.planned else Outcome.PARTLY
    known = f"{units_in_words(attended or Decimal(0))} von {units_in_words(seat.planned)}"
    address = f"{GATHERINGS}/{seat.gathering_id}/bescheinigungen/{seat.registration_id}"
    return Part(
        id=address.removeprefix(BASE),
        day=seat.day,
        title=seat.title,
        kind=word(GatheringKind, seat.kind),
        outcome=outcome,
        units=known if attended is not None else None,
        paper=_paper(paper) if paper else None,
    )


def _paper(found: Certified) -> str:
    """gültig vom 03.03.2027"""
    return f"{word(Validity, found.validity)} vom {short_date(found.snapshot.issued_on)}"


def _elsewhere(each: External) -> Part:
    return Part(
        id=f"{QUALIFICATIONS}/extern/{each.id}".removeprefix(BASE),
        day=each.day,
        title=each.title,
        kind=each.provider,
        outcome=Outcome.ELSEWHERE,
        units=units_in_words(each.units),
        paper=each.standing,
    )
