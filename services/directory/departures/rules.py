"""What a change and a departure must satisfy."""

from collections.abc import Sequence
from datetime import date, timedelta

from services.directory.employments.values import Employment, concerned, either, following
from services.directory.leaves.values import no_longer_true
from services.directory.ledger.values import Entered, Ledger, Outcome, judged
from services.directory.placements.values import (
    Schools,
    entered,
    facts_of,
    school_errors,
    unseen,
)
from services.directory.rules import day_errors, duplicate_schools, findings
from services.directory.schemas import (
    NewCancellation,
    NewChange,
    NewDeparture,
)
from services.directory.values import Became
from shared.contracts.directory import HireCancelled, PlacementsChanged, WorkerDeparted
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.web.problem import FieldError, Problem

_AFTER = {
    True: "must not lie after the last day; post a departure with a later one first",
    False: "must not lie after the fixed term; post a departure with a later last day, or a hire",
}
"""By whether a departure has been posted."""


Fact = NewChange | NewDeparture | NewCancellation


def judge(ledger: Ledger, given: Sequence[Fact]) -> list[Outcome]:
    """What becomes of each; it is entered if it is to be stored."""

    def enter(fact: Fact) -> Outcome:
        if known := known_already(ledger, fact):
            return known
        if isinstance(fact, NewChange):
            return enter_change(ledger, fact)
        return enter_departure(ledger, fact)

    return judged(given, enter)


def enter_change(ledger: Ledger, given: NewChange, seen: str | None = None) -> Entered:
    """A worker's placements change. Raises ``Problem``, also if ``seen`` is known no longer."""
    employment = concerned_by(ledger, given)
    check_change(ledger.tenant, employment, given, ledger.schools, ledger.today)
    if overtaken := unseen(seen, ledger.timeline(employment) if seen else ()):
        raise overtaken
    facts = facts_of(ledger.tenant, given.placements, ledger.schools, employment.funding)
    new = entered(facts, given.valid_from)
    ledger.placed.replace(employment.id, new, given.valid_from, ledger.client.actor)
    event = PlacementsChanged(
        worker_id=employment.worker_id,
        carrier_id=ledger.client.organization_id,
        valid_from=given.valid_from,
        placements=facts,
        employment_id=employment.id,
    )
    return Entered(
        Became.CHANGED,
        employment,
        Cause(ledger.tenant, new_id()),
        [event],
        [fact.placement_id for fact in facts],
        findings(given.placements),
    )


def check_change(
    tenant: str, employment: Employment, given: NewChange, schools: Schools, today: date
) -> None:
    """Raise ``Problem`` for what cannot be stored."""
    if employment.settled(today):
        raise settled(employment)
    refuse(
        [
            *change_errors(given, today, employment),
            *school_errors(tenant, given.placements, schools),
        ]
    )


def enter_departure(ledger: Ledger, given: NewDeparture | NewCancellation) -> Entered:
    """A worker leaves, or does not come. Raises ``Problem``."""
    employment = concerned_by(ledger, given)
    told = departure_of(given, employment)
    after = following(ledger.of(given.external_id), employment)
    refuse(departure_errors(told, ledger.today, employment, after))
    cause = Cause(ledger.tenant, new_id())
    ledger.reasons[employment.id] = told.reason.value
    if withdraws(told, ledger.today, employment):
        now = employment._replace(cancelled=True)
        ledger.leave(employment, now, cause)
        cancelled = HireCancelled(
            worker_id=now.worker_id,
            carrier_id=ledger.client.organization_id,
            employment_id=now.id,
        )
        return Entered(Became.HIRE_CANCELLED, now, cause, [cancelled])
    spans, away = ledger.timeline(employment), ledger.away.get(employment.id, ())
    now = employment._replace(last_day=told.last_day)
    ledger.leave(employment, now, cause)
    departed = WorkerDeparted(
        worker_id=now.worker_id,
        carrier_id=ledger.client.organization_id,
        last_day=told.last_day,
        reason=told.reason,
        employment_id=now.id,
    )
    untrue = no_longer_true(spans, away, told.last_day)
    return Entered(Became.DEPARTED, now, cause, [departed], no_longer_true=untrue)


def departure_of(given: NewDeparture | NewCancellation, employment: Employment) -> NewDeparture:
    """A hire that does not take place is a departure before its first day."""
    if isinstance(given, NewDeparture):
        return given
    return NewDeparture(
        external_id=given.external_id,
        employment_id=employment.id,
        last_day=employment.start_date - timedelta(days=1),
    )


def concerned_by(ledger: Ledger, given: Fact) -> Employment:
    """The employment that is posted about; raises ``Problem``."""
    known = ledger.of(given.external_id)
    if isinstance(given, NewCancellation):
        return not_begun(named(known, given), ledger.today)
    return meant(known, given, ledger.today)


def known_already(ledger: Ledger, given: Fact) -> Employment | None:
    """The employment of which exactly this has been said; None if there is anything to store."""
    known = [
        each for each in ledger.of(given.external_id) if given.employment_id in (None, each.id)
    ]
    if not known:
        return None
    if isinstance(given, NewCancellation):
        return known[-1] if known[-1].cancelled else None
    if isinstance(given, NewDeparture):
        said = (given.last_day, given.reason.value)
        standing = [each for each in known if not each.cancelled]
        same = [e for e in standing if (e.last_day, ledger.reasons.get(e.id)) == said]
        return same[-1] if same else None
    employment = concerned(known, given.valid_from, ledger.today)
    if employment is None:
        return None
    applies = ledger.is_placed(employment, given.valid_from, given.placements)
    return employment if applies else None


def change_errors(change: NewChange, today: date, employment: Employment) -> list[FieldError]:
    """What contradicts itself, the calendar or the employment."""
    errors = [
        *day_errors("valid_from", change.valid_from, today),
        *duplicate_schools(change.placements),
    ]
    if change.valid_from < employment.start_date:
        errors.append(FieldError("valid_from", "must not lie before the start of the work"))
    if employment.end is not None and change.valid_from > employment.end:
        errors.append(FieldError("valid_from", _AFTER[employment.last_day is not None]))
    return errors


def withdraws(departure: NewDeparture, today: date, employment: Employment) -> bool:
    """Whether somebody leaves who has not begun, and will not."""
    return departure.last_day < employment.start_date and today < employment.start_date


def departure_errors(
    departure: NewDeparture, today: date, employment: Employment, following: Employment | None
) -> list[FieldError]:
    """What contradicts the calendar, the employment or the one after it."""
    errors = day_errors("last_day", departure.last_day, today)
    if departure.last_day < employment.start_date <= today:
        reason = (
            "must not lie before the start of the work, which has begun;"
            f" of somebody who did not come, post the first day, {employment.start_date}"
        )
        errors.append(FieldError("last_day", reason))
    if following is not None and departure.last_day >= following.start_date:
        reason = "must lie before the start of the next employment"
        errors.append(FieldError("last_day", reason))
    return errors


def not_begun(known: Sequence[Employment], today: date) -> Employment:
    """The one that is still to begin; raises ``Problem`` if there is none, or more than one."""
    coming = [each for each in known if not each.cancelled and each.start_date > today]
    if not coming:
        raise settled(known[-1]) if known[-1].settled(today) else _begun(known[-1])
    if len(coming) > 1:
        raise ambiguous(coming[-2], coming[-1])
    return coming[0]


def _begun(employment: Employment) -> Problem:
    return Problem(
        409,
        "work-has-begun",
        "The work has begun",
        detail=f"It began on {employment.start_date}. Post a departure; of somebody who did not"
        " come, with that day.",
        errors=[FieldError("external_id", "names a worker who has begun")],
        members={"worker_id": str(employment.worker_id), "employment_id": str(employment.id)},
    )


def settled(latest: Employment) -> Problem:
    """Why what is over is not changed."""
    code, title, about = "worker-departed", "This worker has left", "has left"
    if latest.cancelled:
        code, title, about = "hire-cancelled", "This hire has been cancelled", "does not come"
    return Problem(
        409,
        code,
        title,
        detail="What is over is not changed. If they come again, post a hire.",
        errors=[FieldError("external_id", f"names a worker who {about}")],
        members={"worker_id": str(latest.worker_id), "employment_id": str(latest.id)},
    )


def ambiguous(first: Employment, second: Employment) -> Problem:
    """Whether the first lasts longer or the second ends is not ours to guess."""
    return Problem(
        409,
        "employment-ambiguous",
        "Two employments of this worker could be meant",
        detail=(
            f"That of {first.start_date} until {first.end} could last longer, or that of"
            f" {second.start_date} end or not begin. Post it again with the employment_id of"
            " the one that is meant."
        ),
        errors=[
            FieldError("employment_id", "is missing: the last day does not say which is meant")
        ],
        members={
            "worker_id": str(first.worker_id),
            "employments": [_named(each) for each in (first, second)],
        },
    )


def _named(employment: Employment) -> dict[str, str | None]:
    end = employment.end
    return {
        "employment_id": str(employment.id),
        "start_date": employment.start_date.isoformat(),
        "end": end.isoformat() if end else None,
    }


def meant(known: Sequence[Employment], given: NewChange | NewDeparture, today: date) -> Employment:
    """Of those known under a number the one that is posted about; raises ``Problem``."""
    day = given.valid_from if isinstance(given, NewChange) else given.last_day
    known = named(known, given)
    open_to_guess = given.employment_id is None and isinstance(given, NewDeparture)
    if open_to_guess and (two := either(known, day, today)):
        raise ambiguous(*two)
    employment = concerned(known, day, today)
    if employment is None:
        raise settled(known[-1])
    return employment


def named(
    known: Sequence[Employment], given: NewChange | NewDeparture | NewCancellation
) -> Sequence[Employment]:
    """Those under a number that may be meant; raises ``Problem`` if there is none."""
    if not known:
        errors = [FieldError("external_id", "names no worker of this carrier")]
        raise Problem(404, "worker-not-found", "This carrier has no such worker", errors=errors)
    if given.employment_id is None:
        return known
    named = [each for each in known if each.id == given.employment_id]
    refuse([FieldError("employment_id", "names no employment of this worker")] * (not named))
    return named


def refuse(errors: list[FieldError]) -> None:
    """Raise ``Problem`` if there are any."""
    if errors:
        raise Problem(422, "invalid-change", "The body is not valid", errors=errors)
