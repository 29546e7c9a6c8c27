"""What the funding guideline of North Rhine-Westphalia says about placements, day by day."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal
from itertools import groupby
from operator import attrgetter
from uuid import UUID

from services.directory.closures.values import Bounds, Overdue
from services.directory.findings.values import Broken, Own, Standing, Stretch, Worked
from services.directory.rules import FULL_TIME
from services.directory.stretches.values import Stretch as OwnStretch
from services.directory.values import day_after
from shared.clock import A_DAY
from shared.contracts.funding import FundingRule
from shared.german import number
from shared.web.problem import Problem

MOST_SCHOOLS = 2
PER_COORDINATOR = 30
"""Full-time workers for whom there is one full-time coordinator."""

SOURCE = "Förderrichtlinie Schulsozialarbeit des Landes NRW"
SOURCES = {
    FundingRule.TWO_SCHOOLS: f"{SOURCE}: Eine volle Stelle ist für höchstens zwei Schulen da.",
    FundingRule.ONE_SCHOOL: f"{SOURCE}: Eine halbe Stelle oder weniger ist für eine Schule da.",
    FundingRule.FULL_TIME: f"{SOURCE}: Gerechnet wird mit 39 Stunden je volle Stelle, was auch"
    " immer der Tarif des Trägers sagt.",
    FundingRule.SCHOOL_NUMBER: f"{SOURCE}: Ein Einsatz nennt Schulnummer, Schule und Stunden.",
    FundingRule.OVERLAP: "Nachweis der Verwendung: Jede Stunde wird nur einmal abgerechnet.",
    FundingRule.COORDINATION: f"{SOURCE}: Auf 30 volle Stellen kommt eine volle Stelle der"
    " Koordinierung.",
    FundingRule.CLOSED_SCHOOL: "Verzeichnis: Ein Einsatz endet spätestens mit der Schule und dem"
    " Träger.",
    FundingRule.CLOSED_RELATIONSHIPS: "Verzeichnis: Eine Beziehung endet spätestens mit der"
    " Organisation.",
}


def broken(worked: Iterable[Worked], today: date) -> list[Broken]:
    """What is not kept today or later, each worker's rules by the first day of it."""
    found = []
    by_worker = attrgetter("worker_id")
    for worker_id, each in groupby(sorted(worked, key=by_worker), key=by_worker):
        stretches = [one for employment in each for one in _stretches(employment)]
        found += _lasting(worker_id, _days(stretches), today)
    return found


def coordination(worked: Iterable[Worked], office: Decimal, today: date) -> list[Broken]:
    """Whether the office's weekly hours are enough for those who work today."""
    stretches = [one for each in worked for one in _stretches(each)]
    active = [each for each in stretches if _applies(each, today)]
    hours = sum((each.hours for each in active), Decimal())
    if hours <= PER_COORDINATOR * office:
        return []
    schools = len({each.school for each in active})
    return [Broken(FundingRule.COORDINATION, None, today, None, hours, schools)]


def at_closed(
    work: Iterable[OwnStretch], bounds: Mapping[UUID, Bounds], today: date, horizon: date
) -> list[Broken]:
    """Who is placed at a school, or employed by a carrier, that is closed by then."""
    found: dict[UUID, list[tuple[date, date, UUID]]] = {}
    for each in work:
        for key in {each.school_id, each.carrier_id} & bounds.keys():
            closed_on = bounds[key].valid_to
            if closed_on is not None and each.last >= max(closed_on, today):
                part = (max(closed_on, each.first), each.last, key)
                found.setdefault(each.worker_id, []).append(part)
    return [
        Broken(
            FundingRule.CLOSED_SCHOOL,
            worker_id,
            min(first for first, _, _ in parts),
            _known_end(max(last for _, last, _ in parts), horizon),
            Decimal(),
            len({key for _, _, key in parts}),
        )
        for worker_id, parts in found.items()
    ]


def _known_end(last: date, horizon: date) -> date | None:
    return last if last < horizon else None


def related_to_closed(overdue: Overdue | None) -> list[Broken]:
    """The office's, where relationships go on without their organization."""
    if overdue is None:
        return []
    rule = FundingRule.CLOSED_RELATIONSHIPS
    return [Broken(rule, None, overdue.since, None, Decimal(), overdue.organizations)]


def _stretches(worked: Worked) -> Iterator[Stretch]:
    for span in worked.spans:
        for each in span.placements:
            yield Stretch(
                span.valid_from,
                span.valid_until,
                worked.employment_id,
                each.school_number or str(each.id),
                bool(each.school_number),
                each.weekly_hours,
            )


def _days(stretches: Sequence[Stretch]) -> Iterator[tuple[date, date | None, list[Stretch]]]:
    """Times in which nothing changes: first day, last day, and what applies."""
    begins = {each.first for each in stretches}
    ends = {day_after(each.last) for each in stretches if each.last is not None}
    days = sorted(begins | ends)
    for first, following in zip(days, [*days[1:], None], strict=True):
        last = following - A_DAY if following else None
        yield first, last, [each for each in stretches if _applies(each, first)]


def _applies(each: Stretch, day: date) -> bool:
    return each.first <= day and (each.last is None or day <= each.last)


def _lasting(
    worker_id: UUID, days: Iterable[tuple[date, date | None, list[Stretch]]], today: date
) -> list[Broken]:
    """Neighbouring times in which the same rule is not kept are one; those that are over, none."""
    running: dict[FundingRule, Broken] = {}
    done: list[Broken] = []
    for first, last, active in days:
        rules = set(_not_kept(active))
        done += [running.pop(rule) for rule in list(running) if rule not in rules]
        hours, schools = _sums(active)
        for rule in rules:
            since = running[rule].since if rule in running else first
            running[rule] = Broken(rule, worker_id, since, last, hours, schools)
    done += running.values()
    lasting = [each for each in done if each.until is None or each.until >= today]
    first_of = {
        each.rule: each for each in sorted(lasting, key=lambda one: one.since, reverse=True)
    }
    return sorted(first_of.values(), key=lambda each: (each.since, each.rule))


def _sums(active: Sequence[Stretch]) -> tuple[Decimal, int]:
    hours = sum((each.hours for each in active), Decimal())
    return hours, len({each.school for each in active})


def _not_kept(active: Sequence[Stretch]) -> Iterator[FundingRule]:
    hours, schools = _sums(active)
    if schools > MOST_SCHOOLS:
        yield FundingRule.TWO_SCHOOLS
    elif schools == MOST_SCHOOLS and hours <= FULL_TIME / 2:
        yield FundingRule.ONE_SCHOOL
    if hours > FULL_TIME:
        yield FundingRule.FULL_TIME
    if not all(each.numbered for each in active):
        yield FundingRule.SCHOOL_NUMBER
    placed = [(each.school, each.employment_id) for each in active]
    if len(set(placed)) > len({school for school, _ in placed}):
        yield FundingRule.OVERLAP


def reason(rule: FundingRule, hours: Decimal, schools: int) -> str:
    """Why it is found, with the figures."""
    each = number(float(hours))
    match rule:
        case FundingRule.TWO_SCHOOLS:
            return f"{schools} Schulen zugleich, zusammen {each} Stunden."
        case FundingRule.ONE_SCHOOL:
            return f"{each} Stunden an {schools} Schulen."
        case FundingRule.FULL_TIME:
            return f"Zusammen {each} Stunden in der Woche, mehr als 39."
        case FundingRule.OVERLAP:
            return "Dieselbe Schule steht zur selben Zeit in zwei Beschäftigungen."
        case FundingRule.COORDINATION:
            full = number(round(float(hours / FULL_TIME), 1))
            return f"{full} volle Stellen, mehr als 30 je volle Stelle der Koordinierung."
        case FundingRule.SCHOOL_NUMBER:
            return "Ein Einsatz nennt eine Schule ohne Schulnummer."
        case FundingRule.CLOSED_SCHOOL:
            return "Ein Einsatz reicht über die Schließung der Schule oder des Trägers hinaus."
        case FundingRule.CLOSED_RELATIONSHIPS:
            places = "einer Organisation" if schools == 1 else f"{schools} Organisationen"
            return f"Beziehungen reichen über die Schließung von {places} hinaus."
        case _:
            return str(rule)


def own_part(
    stretches: Iterable[OwnStretch], worker_id: UUID | None, since: date, until: date | None
) -> Own:
    """The most that a carrier's own people worked at once in the time of a finding."""
    theirs = [
        each
        for each in stretches
        if each.worker_id == worker_id
        and each.last >= since
        and (until is None or each.first <= until)
    ]
    sums = [
        _own_on([each for each in theirs if each.first <= day <= each.last])
        for day in {max(since, each.first) for each in theirs}
    ]
    return max(sums, default=(Decimal(), 0))


def _own_on(active: Sequence[OwnStretch]) -> Own:
    hours = sum((each.hours for each in active), Decimal())
    return hours, len({each.school_id for each in active})


def own_reason(hours: Decimal, schools: int) -> str:
    """Why it is found, without the figures that are another carrier's."""
    each, places = number(float(hours)), "einer Schule" if schools == 1 else f"{schools} Schulen"
    return (
        f"Bei Ihnen {each} Stunden an {places}; zusammen mit einer weiteren Beschäftigung weicht es"
        " von der Richtlinie ab."
    )


def refuse_unseen(seen: str, figures: str) -> None:
    """Raise ``Problem`` for figures that are no longer those that were shown."""
    if seen and seen != figures:
        raise Problem(409, "finding-changed", "The finding has changed since it was seen")


def refuse_accepting(standing: Standing) -> None:
    """Raise ``Problem`` for what is no longer found."""
    if standing is Standing.SETTLED:
        raise Problem(409, "finding-settled", "This finding is settled")
