"""From what somebody attended follows from when until when they are qualified."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from uuid import UUID

from services.trainings.qualification_kinds.values import Kind, Rule, months_later
from services.trainings.qualifications.values import (
    NAMED,
    NEAR_DAYS,
    SOON_DAYS,
    Credit,
    Held,
    Origin,
    Standing,
)
from services.trainings.renewals.values import Renewing
from shared.web.problem import FieldError, Problem


def earned(rule: Rule, attended: Iterable[Credit], known: Iterable[Held] = ()) -> list[Held]:
    """What follows from the attended, in order; ``known`` holds already, and is not repeated."""
    found: list[Held] = []
    standing: Held | None = None
    open_: list[Credit] = []
    given = [(each.since, 0, each) for each in known] + [(each.day, 1, each) for each in attended]
    for _, _, each in sorted(given, key=lambda one: one[:2]):
        if isinstance(each, Held):
            standing = each if standing is None else _later(standing, each)
            if each.origin is not Origin.EXTENDED:
                open_ = []
            continue
        if standing is not None and standing.until is None:
            continue
        open_ = [*_counting(rule, open_, each.day), each]
        needed, origin = _needed(rule, standing, each.day)
        total = sum((one.units for one in open_), Decimal(0))
        if total >= needed:
            standing = _later(standing, Held(each.day, _until(rule, each.day), origin, total))
            found.append(standing)
            open_ = []
    return found


def _counting(rule: Rule, attended: Sequence[Credit], day: date) -> list[Credit]:
    if rule.months is None:
        return [*attended]
    begin = months_later(day, -rule.months)
    return [each for each in attended if each.day > begin]


def _needed(rule: Rule, standing: Held | None, day: date) -> tuple[Decimal, Origin]:
    if standing is None or standing.until is None:
        return rule.units, Origin.EARNED
    if day <= standing.until:
        return rule.prolong_units, Origin.PROLONGED
    if day <= months_later(standing.until, rule.reactivation_months):
        return rule.prolong_units, Origin.REACTIVATED
    return rule.units, Origin.EARNED


def _until(rule: Rule, day: date) -> date | None:
    return None if rule.months is None else months_later(day, rule.months)


def _later(standing: Held | None, new: Held) -> Held:
    """Nothing is shortened by what is added to it."""
    if standing is None or new.until is None:
        return new
    if standing.until is None or standing.until <= new.until:
        return new if standing.until is not None else standing
    return Held(new.since, standing.until, new.origin, new.units)


def standing(until: date | None, today: date, *, withdrawn: bool = False) -> Standing:
    """Today; the last day is one of those on which it holds."""
    if withdrawn:
        return Standing.OVER
    if until is None or until > today + timedelta(days=SOON_DAYS):
        return Standing.VALID
    return Standing.OVER if until < today else Standing.SOON


def refuse_extension(until: date | None, wanted: date) -> None:
    """Raises ``Problem`` where nothing would be longer."""
    if until is None:
        raise Problem(409, "endless", "It never ends")
    if wanted <= until:
        errors = [FieldError("until", "must be later")]
        raise Problem(409, "not-later", "It holds until then", errors=errors)


def lead(until: date, today: date) -> int:
    """Somebody is told 90 days before it ends, and 30."""
    return NEAR_DAYS if (until - today).days <= NEAR_DAYS else SOON_DAYS


def prolonging(kind: Kind, found: Sequence[Renewing], until: date) -> tuple[UUID, ...]:
    """The next gatherings that would prolong it; those that come in time first."""
    counting = [each for each in found if kind.counts(each.id, each.kind)]
    in_time = sorted(counting, key=lambda each: (each.day > until, each.day))
    return tuple(each.id for each in in_time[:NAMED])
