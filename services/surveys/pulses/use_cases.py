"""Plans when workers are asked, has them invited on the day, and cancels when they have left."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Row, cast, null, or_, select, tuple_, union_all, update

from services.surveys.invitations.queries import went_out
from services.surveys.invitations.use_cases import Invitee, SurveyKey, invite, withdraw
from services.surveys.pauses import queries as pauses
from services.surveys.pulses.models import Pulse, ends, pulses
from services.surveys.pulses.rules import (
    PulseState,
    asked_before,
    end_row,
    exit_row,
    fixed_terms,
    pulse_days,
    pulse_row,
)
from shared.clock import local_date
from shared.contracts.directory import WorkerDeparted
from shared.contracts.merging import PersonMerged, PersonMergeUndone
from shared.contracts.surveys import Occasion, PulseCancelled, PulseDay, PulsePlanned
from shared.contracts.trainings import OnboardingStarted
from shared.database.lists import in_list
from shared.database.tables import RowOf
from shared.database.writes import insert_rows, upsert_rows
from shared.messaging.event import Cause
from shared.messaging.router import Received
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork

MAY_BE_ASKED = timedelta(days=42)
"""No invitation is open for longer after its day, even if it went out late."""
BATCH = 500
"""How many pulses are opened, or cancelled, in one transaction by the clock."""
_KNOWN = union_all(
    select(pulses.c.onboarding_id.label("id"), cast(null(), Date).label("last_day")).where(
        in_list(pulses.c.onboarding_id, "onboardings")
    ),
    select(ends.c.employment_id, ends.c.last_day).where(
        in_list(ends.c.employment_id, "employments")
    ),
)
"""Onboardings that are planned already, and ends that arrived before the beginnings."""

Start = Received[OnboardingStarted]


async def plan_pulses(uow: BulkUnitOfWork, starts: Sequence[Start]) -> None:
    """Plan the pulses of onboardings not planned yet, and announce each onboarding's days."""
    ids = {
        "onboardings": [start.body.onboarding_id for start in starts],
        "employments": [start.body.employment_id for start in starts],
    }
    known = {row.id: row.last_day for row in await uow.lookup(_KNOWN, ids)}
    rows: list[RowOf[Pulse]] = []
    for start in {s.body.onboarding_id: s for s in starts}.values():
        if start.body.onboarding_id not in known:
            last_day = known.get(start.body.employment_id, start.body.fixed_term_until)
            rows += _plan(uow, start, last_day)
    uow.insert(pulses, rows)
    uow.insert_missing(ends, fixed_terms(starts))


def _plan(uow: BulkUnitOfWork, start: Start, last_day: date | None) -> list[RowOf[Pulse]]:
    """The days that had not passed; announced as far as somebody will be there on them.

    Who had left, or did not come, before it became known is not asked unless the end moves.
    """
    known_on = start.body.known_on
    over = last_day is not None and last_day < known_on
    state = PulseState.CANCELLED if over else PulseState.PLANNED
    days = pulse_days(start.body.start_date, known_on)
    there = {o: day for o, day in days.items() if last_day is None or day <= last_day}
    if there:
        planned = PulsePlanned(
            onboarding_id=start.body.onboarding_id,
            worker_id=start.body.worker_id,
            days=tuple(PulseDay(occasion=o, day=day) for o, day in there.items()),
        )
        uow.announce(planned, start.cause)
    return [pulse_row(start, occasion, day, state) for occasion, day in days.items()]


async def note_ends(uow: UnitOfWork, last_days: Mapping[UUID, tuple[date, Cause]]) -> None:
    """Keep the last day of each employment; cancel at once what is over by now."""
    rows = [end_row(id_, day, cause) for id_, (day, cause) in last_days.items()]
    await upsert_rows(uow.session, ends, rows)
    today = local_date(uow.now)
    if any(day < today for day, _ in last_days.values()):
        await cancel_ended(uow)
    if later := {id_: cause for id_, (day, cause) in last_days.items() if day >= today}:
        await _plan_again(uow, later)


async def plan_exits(uow: UnitOfWork, leaving: Mapping[UUID, Received[WorkerDeparted]]) -> None:
    """Ask whoever leaves while they are still here; another last day moves it, a past one ends it.

    Nobody is asked twice, and nothing is announced before somebody is invited.
    """
    today = local_date(uow.now)
    found: defaultdict[date | None, list[UUID]] = defaultdict(list)
    for id_, each in leaving.items():
        found[asked_before(each.body.last_day, today)].append(id_)
    for day, ids in found.items():
        those = (pulses.c.occasion == Occasion.EXIT, pulses.c.onboarding_id.in_(ids))
        planned = {"state": PulseState.PLANNED, "due_on": day}
        moved = planned if day else {"state": PulseState.CANCELLED}
        change = update(pulses).where(*those, ~went_out(pulses.c.id))
        await uow.session.execute(change.values(moved))
        if day:
            rows = [exit_row(leaving[id_], day) for id_ in ids]
            await insert_rows(uow.session, pulses, rows, ignore_conflicts=True)


async def _plan_again(uow: UnitOfWork, causes: Mapping[UUID, Cause]) -> None:
    """What was cancelled when a fixed term ended, and is to come if it did not end."""
    revived = (
        update(pulses)
        .where(
            pulses.c.employment_id == ends.c.employment_id,
            pulses.c.employment_id.in_(causes),
            pulses.c.state == PulseState.CANCELLED,
            pulses.c.occasion != Occasion.EXIT,
            pulses.c.due_on.between(local_date(uow.now), ends.c.last_day),
            ~went_out(pulses.c.id),
        )
        .values(state=PulseState.PLANNED)
        .returning(*pulses.c)
    )
    days: defaultdict[UUID, list[PulseDay]] = defaultdict(list)
    rows = (await uow.session.execute(revived)).all()
    void: set[UUID] = set()
    for tenant, worker_id in {(row.tenant, row.worker_id): None for row in rows}:
        void |= set(await _void_second(uow, tenant, worker_id))
    rows = [row for row in rows if row.id not in void]
    for row in rows:
        day = PulseDay(occasion=Occasion(row.occasion), day=row.due_on)
        days[row.onboarding_id].append(day)
    for row in {row.onboarding_id: row for row in rows}.values():
        planned = PulsePlanned(
            onboarding_id=row.onboarding_id,
            worker_id=row.worker_id,
            days=tuple(sorted(days[row.onboarding_id], key=lambda each: each.day)),
        )
        uow.announce(planned, causes[row.employment_id])


async def cancel_pulses(uow: UnitOfWork, causes: Mapping[UUID, Cause]) -> None:
    """Cancel what is planned and not opened yet, and announce it once per onboarding."""
    if not causes:
        return
    key = pulses.c.onboarding_id
    theirs = tuple_(pulses.c.tenant, key).in_([(c.tenant, id_) for id_, c in causes.items()])
    cancel = (
        update(pulses)
        .where(theirs, pulses.c.state == PulseState.PLANNED)
        .values(state=PulseState.CANCELLED)
        .returning(pulses.c.onboarding_id, pulses.c.worker_id, pulses.c.occasion)
    )
    found = (await uow.session.execute(cancel)).all()
    rows = [row for row in found if row.occasion != Occasion.EXIT]
    for row in {row.onboarding_id: row for row in rows}.values():
        cancelled = PulseCancelled(onboarding_id=row.onboarding_id, worker_id=row.worker_id)
        uow.announce(cancelled, causes[row.onboarding_id])


async def cancel_ended(uow: UnitOfWork) -> bool:
    """Cancel what is planned for those whose last day is over; returns whether more are waiting."""
    over = (
        select(pulses.c.onboarding_id, ends.c.tenant, ends.c.correlation_id, ends.c.causation_id)
        .distinct()
        .join(ends, ends.c.employment_id == pulses.c.employment_id)
        .where(pulses.c.state == PulseState.PLANNED, ends.c.last_day < local_date(uow.now))
        .limit(BATCH)
    )
    found = (await uow.session.execute(over)).all()
    causes = {
        row.onboarding_id: Cause(row.tenant, row.correlation_id, row.causation_id) for row in found
    }
    await cancel_pulses(uow, causes)
    await _withdraw_gone(uow)
    return len(found) == BATCH


async def _withdraw_gone(uow: UnitOfWork) -> None:
    """Whoever has left is asked no more how they have begun; the pulse stays opened."""
    today = local_date(uow.now)
    gone = (
        select(pulses.c.id)
        .join(ends, ends.c.employment_id == pulses.c.employment_id)
        .where(pulses.c.state == PulseState.OPENED, pulses.c.due_on >= today - MAY_BE_ASKED)
        .where(ends.c.last_day < today, pulses.c.occasion != Occasion.EXIT)
    )
    await withdraw(uow, (await uow.session.execute(gone)).scalars().all())


async def open_due_pulses(uow: UnitOfWork) -> bool:
    """Have those invited whose day has come and who are there; returns whether more are waiting.

    Whose day comes while the office has paused this survey is not asked, then or later.
    """
    today = local_date(uow.now)
    find = (
        select(pulses)
        .outerjoin(ends, ends.c.employment_id == pulses.c.employment_id)
        .where(pulses.c.state == PulseState.PLANNED, pulses.c.due_on <= today)
        .where(or_(ends.c.last_day.is_(None), ends.c.last_day >= today))
        .order_by(pulses.c.due_on)
        .limit(BATCH)
        .with_for_update(skip_locked=True, of=pulses)
    )
    due = (await uow.session.execute(find)).all()
    if due:
        paused = await pauses.paused(uow.session, {pulse.tenant for pulse in due})
        left_out = {pulse.id for pulse in due if (pulse.tenant, pulse.occasion) in paused}
        asked = [pulse for pulse in due if pulse.id not in left_out]
        await _become(uow, left_out, PulseState.CANCELLED)
        await _become(uow, [pulse.id for pulse in asked], PulseState.OPENED)
        await invite(uow, [_invitee(pulse) for pulse in asked])
    return len(due) == BATCH


async def _become(uow: UnitOfWork, ids: Collection[UUID], state: PulseState) -> None:
    if ids:
        change = update(pulses).where(pulses.c.id.in_(ids))
        await uow.session.execute(change.values(state=state))


def _invitee(pulse: Row[Any]) -> Invitee:
    return Invitee(
        pulse_id=pulse.id,
        worker_id=pulse.worker_id,
        employment_id=pulse.employment_id,
        occasion=Occasion(pulse.occasion),
        due_on=pulse.due_on,
        cause=Cause(pulse.tenant, pulse.correlation_id, pulse.causation_id),
    )


async def follow(uow: UnitOfWork, merged: Sequence[Received[PersonMerged]]) -> None:
    """Plans follow their worker; of two for the same survey the later one is void.

    Answers that were given lie sealed, and stay as they are.
    """
    for each in merged:
        mine = (pulses.c.tenant == each.tenant, pulses.c.worker_id == each.body.merged_id)
        moved = update(pulses).where(*mine).values(worker_id=each.body.survivor_id)
        if (await uow.session.execute(moved.returning(pulses.c.id))).all():
            await _void_second(uow, each.tenant, each.body.survivor_id)


async def _void_second(uow: UnitOfWork, tenant: str, worker_id: UUID) -> Sequence[UUID]:
    """Nobody is asked for the same survey twice; no event, as whom it was told of is asked once."""
    asked = (PulseState.PLANNED, PulseState.OPENED)
    theirs = (pulses.c.tenant == tenant, pulses.c.worker_id == worker_id)
    query = select(pulses).where(*theirs, pulses.c.state.in_(asked))
    first: dict[SurveyKey, UUID] = {}
    found = await uow.session.execute(query.order_by(pulses.c.due_on, pulses.c.id))
    void = [row.id for row in found if first.setdefault(_invitee(row).survey, row.id) != row.id]
    ended = update(pulses).where(pulses.c.tenant == tenant, pulses.c.id.in_(void))
    await uow.session.execute(ended.values(state=PulseState.CANCELLED))
    await withdraw(uow, void)
    return void


async def go_back(uow: UnitOfWork, undone: Sequence[Received[PersonMergeUndone]]) -> None:
    """The plans of the employments that went back; what lies ahead and was void is planned again.

    An invitation that was withdrawn stays closed.
    """
    for each in undone:
        merged, survivor = each.body.merged_id, each.body.survivor_id
        of_those = pulses.c.employment_id.in_(each.body.employment_ids)
        theirs = (pulses.c.tenant == each.tenant, of_those)
        await uow.session.execute(update(pulses).where(*theirs).values(worker_id=merged))
        for worker_id in (merged, survivor):
            await _plan_void(uow, each.tenant, worker_id)
        await _void_second(uow, each.tenant, survivor)


async def _plan_void(uow: UnitOfWork, tenant: str, worker_id: UUID) -> None:
    over = select(ends.c.employment_id).where(
        ends.c.employment_id == pulses.c.employment_id, ends.c.last_day < pulses.c.due_on
    )
    void = (pulses.c.state == PulseState.CANCELLED, pulses.c.due_on >= local_date(uow.now))
    theirs = (pulses.c.tenant == tenant, pulses.c.worker_id == worker_id)
    again = update(pulses).where(*theirs, *void, ~over.exists(), ~went_out(pulses.c.id))
    await uow.session.execute(again.values(state=PulseState.PLANNED))
