"""What a correction must satisfy, and what becomes of the timeline."""

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

from services.directory.employments.values import Employment, preceding
from services.directory.ledger.values import Entered, Ledger, Outcome, judged
from services.directory.placements.values import (
    Corrected,
    Reason,
    Recorded,
    Stored,
    corrected,
    facts_of,
    school_errors,
    unseen,
)
from services.directory.rules import day_errors, duplicate_schools, findings
from services.directory.schemas import NewCorrection, NewWithdrawal
from services.directory.values import Became
from shared.contracts.directory import (
    Funding,
    PlacementFact,
    PlacementsChanged,
    SchoolType,
    StartCorrected,
)
from shared.ids import new_id
from shared.messaging.event import Cause, Event
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons(
    {
        "must not lie beyond another change.*": "Davor oder danach beginnt schon etwas anderes;"
        " bitte einen Tag dazwischen angeben.",
        "must not lie within the employment before": "Da bestand noch die vorige Beschäftigung.",
        "nothing began on this day": "An diesem Tag beginnt kein Einsatz.",
        "is the first day of the employment": "Damit beginnt die Beschäftigung; bitte nehmen Sie"
        " die Einstellung zurück.",
    }
)

_PLACES = Decimal("0.01")

Fact = NewCorrection | NewWithdrawal


def judge(ledger: Ledger, given: Sequence[Fact]) -> list[Outcome]:
    """What becomes of each; it is entered if it is to be stored."""

    def enter(fact: Fact) -> Outcome:
        if known := known_already(ledger, fact):
            return known
        if isinstance(fact, NewCorrection):
            return enter_correction(ledger, fact)
        return enter_withdrawal(ledger, fact)

    return judged(given, enter)


def enter_correction(ledger: Ledger, given: NewCorrection, seen: str | None = None) -> Entered:
    """What was right from the beginning. Raises ``Problem``, also if ``seen`` is known no longer.

    Nothing is announced where everything is known like this.
    """
    employment = concerned_by(ledger, given, seen)
    begins = ledger.begins(employment)
    refuse_unknown(begins, given.day)
    around = employment, preceding(ledger.of(given.external_id), employment)
    errors = [
        *correction_errors(begins, given.day, begins_on(given), ledger.today, around),
        *duplicate_schools(given.placements),
        *school_errors(ledger.tenant, given.placements, ledger.schools),
    ]
    if errors:
        raise Problem(422, "invalid-correction", "The correction is not valid", errors=errors)
    done = _correction_of(ledger, employment, given)
    recorded = Recorded(ledger.client.actor, Reason.CORRECTION, given.note)
    ledger.placed.correct(employment.id, done, recorded)
    events: list[Event] = []
    days = set() if done.nothing else {given.day, begins_on(given)}
    if given.day == begins[0] != begins_on(given):
        employment = employment._replace(start_date=begins_on(given))
        ledger.update(employment)
        events.append(_start_corrected(ledger, employment))
        days = {begins_on(given)}
    return Entered(
        Became.CORRECTED,
        employment,
        Cause(ledger.tenant, new_id()),
        [*events, *_applies_from(ledger, employment, days)],
        [each.id for each in (*done.changed, *done.added)],
        findings(given.placements),
    )


def begins_on(given: NewCorrection) -> date:
    """The day on which the placements began in truth."""
    return given.valid_from or given.day


def _correction_of(ledger: Ledger, employment: Employment, given: NewCorrection) -> Corrected:
    facts = facts_of(ledger.tenant, given.placements, ledger.schools, employment.funding)
    current = ledger.placed.begun_on(employment.id, given.day)
    return corrected(current, facts, begins_on(given))


def _start_corrected(ledger: Ledger, employment: Employment) -> StartCorrected:
    return StartCorrected(
        worker_id=employment.worker_id,
        employment_id=employment.id,
        carrier_id=ledger.client.organization_id,
        start_date=employment.start_date,
    )


def enter_withdrawal(ledger: Ledger, given: NewWithdrawal, seen: str | None = None) -> Entered:
    """What began on a day never did: what was before goes on. Raises ``Problem``."""
    employment = concerned_by(ledger, given, seen)
    refuse_withdrawal(ledger.begins(employment), given.day)
    current = ledger.placed.begun_on(employment.id, given.day)
    recorded = Recorded(ledger.client.actor, Reason.CANCEL, given.note)
    ledger.placed.correct(employment.id, Corrected([], [], current), recorded)
    events = _applies_from(ledger, employment, {given.day})
    return Entered(Became.WITHDRAWN, employment, Cause(ledger.tenant, new_id()), events)


def concerned_by(ledger: Ledger, given: Fact, seen: str | None = None) -> Employment:
    """The employment in which something began on the day; raises ``Problem``.

    Also if ``seen`` stands for a timeline that is known no longer.
    """
    known = ledger.of(given.external_id)
    if not known:
        errors = [FieldError("external_id", "names no worker of this carrier")]
        raise Problem(404, "worker-not-found", "This carrier has no such worker", errors=errors)
    meant = [each for each in known if given.employment_id in (None, each.id)]
    if not meant:
        errors = [FieldError("employment_id", "names no employment of this worker")]
        raise Problem(422, "invalid-correction", "The body is not valid", errors=errors)
    standing = [each for each in meant if not each.cancelled]
    if not standing:
        raise Problem(409, "hire-cancelled", "This hire has been cancelled")
    begun = [each for each in standing if given.day in ledger.begins(each)]
    found = (begun or standing)[-1]
    if overtaken := unseen(seen, ledger.timeline(found) if seen else ()):
        raise overtaken
    return found


def known_already(ledger: Ledger, given: Fact) -> Employment | None:
    """The employment of which exactly this is known; None if there is anything to store."""
    for each in reversed(ledger.of(given.external_id)):
        if each.cancelled or given.employment_id not in (None, each.id):
            continue
        begun = given.day in ledger.begins(each)
        if isinstance(given, NewWithdrawal):
            if not begun and (each.id, given.day) in ledger.withdrawn:
                return each
        elif (not begun or begins_on(given) == given.day) and ledger.is_placed(
            each, begins_on(given), given.placements
        ):
            return each
    return None


def _applies_from(
    ledger: Ledger, employment: Employment, days: Collection[date]
) -> list[PlacementsChanged]:
    """What applies now from each of these days on, so that copies say the same."""
    rows = ledger.placed.in_force[employment.id]
    events = []
    for day in sorted(days):
        begun = max((row.valid_from for row in rows if row.valid_from <= day), default=None)
        facts = [_fact(ledger, row) for row in rows if row.valid_from == begun]
        event = PlacementsChanged(
            worker_id=employment.worker_id,
            employment_id=employment.id,
            carrier_id=ledger.client.organization_id,
            valid_from=day,
            placements=tuple(facts),
        )
        events.append(event)
    return events


def _fact(ledger: Ledger, row: Stored) -> PlacementFact:
    school = ledger.named[row.school_id]
    return PlacementFact(
        placement_id=row.id,
        school_id=row.school_id,
        school_number=school.school_number,
        school_type=SchoolType(school.school_type),
        weekly_hours=row.weekly_hours.quantize(_PLACES),
        funding=Funding(row.funding),
    )


def correction_errors(
    begins: Sequence[date],
    day: date,
    given: date,
    today: date,
    around: tuple[Employment, Employment | None],
) -> list[FieldError]:
    """Why what began on ``day`` cannot have begun on ``given``.

    ``begins`` are the days of the timeline, ``around`` the employment and the one before it.
    """
    employment, before = around
    errors = day_errors("valid_from", given, today)
    earlier = [each for each in begins if each < day]
    later = [each for each in begins if each > day]
    crosses = (earlier and given <= earlier[-1]) or (later and given >= later[0])
    if crosses:
        errors.append(
            FieldError("valid_from", "must not lie beyond another change of the timeline")
        )
    if employment.end is not None and given > employment.end:
        errors.append(FieldError("valid_from", "must not lie after the last day"))
    if not earlier and before is not None and before.end is not None and given <= before.end:
        errors.append(FieldError("valid_from", "must not lie within the employment before"))
    return errors


def refuse_unknown(begins: Sequence[date], day: date) -> None:
    """Raise ``Problem``: there is nothing to put right."""
    if day not in begins:
        errors = [FieldError("day", "nothing began on this day")]
        raise Problem(404, "placement-not-found", "Nothing began on this day", errors=errors)


def refuse_withdrawal(begins: Sequence[date], day: date) -> None:
    """Raise ``Problem`` also for the first: somebody who does not come is a hire taken back."""
    refuse_unknown(begins, day)
    if day == begins[0]:
        errors = [FieldError("day", "is the first day of the employment")]
        raise Problem(409, "employment-begins", "The employment begins with it", errors=errors)
