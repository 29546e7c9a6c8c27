"""Who gets which workshop of one time."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from services.trainings.workshop_seats.values import Wish
from shared.web.problem import Problem


def settled(sizes: Mapping[UUID, int], wishes: Collection[Wish]) -> set[UUID]:
    """Ids of those that have a seat, once nobody waits for one that is free.

    Whoever moves up to a better wish frees the seat they had, which goes to the next.
    """
    held = {each.registration_id: each for each in wishes if each.seated}
    left = dict(sizes)
    for each in held.values():
        left[each.workshop_id] = left.get(each.workshop_id, 0) - 1
    while better := [
        each for each in wishes if left.get(each.workshop_id, 0) > 0 and _up(each, held)
    ]:
        first = min(better, key=lambda each: (each.since, each.priority, each.id))
        before = held.get(first.registration_id)
        if before is not None:
            left[before.workshop_id] += 1
        held[first.registration_id] = first
        left[first.workshop_id] -= 1
    return {each.id for each in held.values()}


def line(workshop_id: UUID, wishes: Collection[Wish]) -> list[Wish]:
    """Who waits for a workshop, in their order: who has nothing they wanted more."""
    held = {each.registration_id: each for each in wishes if each.seated}
    waiting = (each for each in wishes if each.workshop_id == workshop_id and _up(each, held))
    return sorted(waiting, key=lambda each: (each.since, each.id))


def kept(wishes: Collection[Wish], registration_id: UUID) -> dict[UUID, Wish]:
    """By workshop: what somebody keeps who names it again, a seat or a place in line."""
    mine = [each for each in wishes if each.registration_id == registration_id]
    held = {each.registration_id: each for each in mine if each.seated}
    return {each.workshop_id: each for each in mine if each.seated or _up(each, held)}


def changed(before: Collection[Wish], now: Collection[Wish]) -> dict[UUID, int | None]:
    """By registration: the wish by which somebody has another seat now; None for none any more."""
    had, has = ({e.registration_id: e for e in each if e.seated} for each in (before, now))
    return {
        key: has[key].priority if key in has else None
        for key in had.keys() | has.keys()
        if key not in had or key not in has or had[key].workshop_id != has[key].workshop_id
    }


def behind(wishes: Collection[Wish], now: datetime) -> datetime:
    """Later than everybody who chose before, whatever clocks say."""
    latest = max((each.since for each in wishes), default=None)
    return now if latest is None else max(now, latest + timedelta(microseconds=1))


def refuse_unknown(wanted: Sequence[UUID], sizes: Mapping[UUID, int]) -> None:
    """Raise ``Problem`` for what does not run at this time."""
    if not set(wanted) <= sizes.keys():
        raise Problem(409, "workshop-gone", "It is not offered at this time")


def refuse_full(
    sizes: Mapping[UUID, int], others: Collection[Wish], workshop_id: UUID, *, beyond: bool
) -> bool:
    """Raise ``Problem`` for one more than it holds, unless that is meant; whether it is so."""
    seated = sum(each.seated and each.workshop_id == workshop_id for each in others)
    full = seated >= sizes[workshop_id]
    if full and not beyond:
        raise Problem(409, "workshop-full", "It has no seat")
    return full


def _up(wish: Wish, held: Mapping[UUID, Wish]) -> bool:
    has = held.get(wish.registration_id)
    return has is None or wish.priority < has.priority
