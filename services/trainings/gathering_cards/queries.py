"""Seats of somebody, and counts for the office, which are asked together with others."""

from collections.abc import Sequence
from datetime import date, timedelta

from sqlalchemy import (
    BindParameter,
    Date,
    Integer,
    bindparam,
    case,
    cast,
    distinct,
    func,
    literal,
    null,
    or_,
    select,
    true,
)
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.actions.queries import LATE_COUNTS, OWN_COUNTS
from services.trainings.certificates.queries import outstanding
from services.trainings.gathering_cards import rules
from services.trainings.gathering_cards.values import (
    FEW,
    WEEK,
    WITH_MINUTES,
    YEAR,
    OfOffice,
    OpenActions,
    OwnSeat,
)
from services.trainings.invitations.queries import OWN_COUNT, OWN_NEXT
from services.trainings.minutes.queries import with_published
from services.trainings.models import (
    Gathering,
    GatheringDate,
    Registration,
    gatherings,
    registrations,
)
from services.trainings.qualifications.queries import ENDING_COUNTS, OWN_END
from services.trainings.qualifications.values import NEAR_DAYS, SOON_DAYS
from services.trainings.seats import queries as seats
from services.trainings.values import GONE, SEATED
from shared.clock import local_date
from shared.context import Context
from shared.contracts.cards import Card
from shared.contracts.gatherings import Approval, GatheringState, Place
from shared.database.types import Moment
from shared.messaging.event import EVERYONE
from shared.web.sessions.person import SignedIn

Counts = tuple[int, int, int, date | None]
_TOWN: BindParameter[str] = bindparam("tenant")
_TO_COME = (
    gatherings.c.tenant == _TOWN,
    gatherings.c.state.in_([GatheringState.OPEN, GatheringState.CLOSED]),
    gatherings.c.starts_at > bindparam("now", type_=Moment),
)
_NONE = cast(null(), Date)
_PENDING = (
    select(func.count(), func.count(distinct(registrations.c.gathering_id)), literal(0), _NONE)
    .join(gatherings, gatherings.c.id == registrations.c.gathering_id)
    .where(
        registrations.c.tenant == _TOWN,
        registrations.c.place == Place.WAITING,
        registrations.c.approval == Approval.PENDING,
        *_TO_COME,
    )
)
_HERE = registrations.c.tenant == _TOWN
_WAITING = (registrations.c.place == Place.WAITING) & (registrations.c.approval != Approval.PENDING)
_FULLNESS = (
    select(
        gatherings.c.capacity,
        gatherings.c.starts_at,
        gatherings.c.move_up_until,
        func.count(case((_HERE & registrations.c.place.in_(SEATED), 1))).label("taken"),
        func.count(case((_HERE & _WAITING, 1))).label("waiting"),
    )
    .outerjoin(registrations, registrations.c.gathering_id == gatherings.c.id)
    .where(*_TO_COME)
    .group_by(
        gatherings.c.id, gatherings.c.capacity, gatherings.c.starts_at, gatherings.c.move_up_until
    )
    .subquery()
)
_LEFT = _FULLNESS.c.capacity - _FULLNESS.c.taken
_CROWDED = select(
    func.count(case((_FULLNESS.c.waiting > 0, 1))),
    cast(func.coalesce(func.sum(_FULLNESS.c.waiting), 0), Integer),
    func.count(case(((_FULLNESS.c.waiting == 0) & _LEFT.between(1, FEW), 1))),
    _NONE,
).select_from(_FULLNESS)
_FREE = or_(_FULLNESS.c.capacity.is_(None), _LEFT > 0)
_NEAR = or_(
    _FULLNESS.c.starts_at < bindparam("by_hand", type_=Moment),
    _FULLNESS.c.move_up_until < bindparam("by_hand_day", type_=Date),
)
_BY_HAND = (
    select(
        func.count(),
        cast(func.coalesce(func.sum(_FULLNESS.c.waiting), 0), Integer),
        literal(0),
        _NONE,
    )
    .select_from(_FULLNESS)
    .where(_FULLNESS.c.waiting > 0, _FREE, _NEAR)
)
_LONG_OVER = (
    gatherings.c.tenant == _TOWN,
    gatherings.c.state.in_([GatheringState.OPEN, GatheringState.CLOSED]),
    gatherings.c.ends_at < bindparam("week_ago", type_=Moment),
    gatherings.c.ends_at > bindparam("year_ago", type_=Moment),
)
_UNCERTIFIED = select(func.count(), literal(0), literal(0), _NONE).where(
    *_LONG_OVER,
    gatherings.c.kind.not_in(WITH_MINUTES),
    outstanding(_TOWN, gatherings.c.id),
)
_WITHOUT_MINUTES = select(func.count(), literal(0), literal(0), _NONE).where(
    *_LONG_OVER,
    gatherings.c.kind.in_(WITH_MINUTES),
    ~with_published(_TOWN, gatherings.c.id),
)
_OWN_SEATS = (
    select(
        Registration.place,
        Registration.approval,
        Registration.answer_until,
        Registration.gathering_id,
        func.min(GatheringDate.starts_at).label("next_at"),
    )
    .join(Gathering, Gathering.id == Registration.gathering_id)
    .outerjoin(
        GatheringDate,
        (GatheringDate.gathering_id == Gathering.id)
        & ~GatheringDate.cancelled
        & (GatheringDate.ends_at > bindparam("now", type_=Moment)),
    )
    .where(
        Registration.tenant == _TOWN,
        Registration.person_id == bindparam("person_id"),
        Registration.place.not_in(GONE),
        Gathering.state != GatheringState.CANCELLED,
        or_(Gathering.ends_at.is_(None), Gathering.ends_at > bindparam("now", type_=Moment)),
    )
    .group_by(Registration.id)
    .subquery()
)
_ACTIONS = OWN_COUNTS.subquery()
_ASKED = (OWN_COUNT.label("invited"), OWN_NEXT.label("first_invited"))
_OWN = select(*_ACTIONS.c, OWN_END.label("ends"), *_ASKED, *_OWN_SEATS.c).select_from(
    _ACTIONS.outerjoin(_OWN_SEATS, true())
)
"""The counts stand in each row, of which there is always one."""
OF_OFFICE = (
    _PENDING,
    _CROWDED,
    _WITHOUT_MINUTES,
    LATE_COUNTS,
    _BY_HAND,
    _UNCERTIFIED,
    ENDING_COUNTS,
)
"""Each finds one row: three counts and a day."""


async def of_anyone(session: AsyncSession, someone: SignedIn, here: Context) -> Sequence[Card]:
    """Their own seats and what they have taken upon themselves, whatever they act as."""
    if someone.municipality == EVERYONE:
        return []
    today, soon = local_date(here.clock.now()), moments(here)
    given = {"tenant": someone.municipality, "person_id": someone.person_id, "today": today}
    rows = (await session.execute(_OWN, given | soon)).all()
    count, late, _, first, ends, asked, first_asked = rows[0][:7]
    found = [OwnSeat(*list(row)[7:]) for row in rows if row.gathering_id is not None]
    held = [each for each in found if not each.has_lapsed(here.clock.now())]
    return [
        *rules.offers(held),
        *rules.invited(asked, first_asked),
        *rules.own_dates(held, today),
        *rules.own_waiting(held),
        *rules.own_actions(OpenActions(count, late, first), today),
        *rules.own_end(ends, today),
    ]


def of_office(rows: Sequence[Counts]) -> list[Card]:
    """What ``OF_OFFICE`` has found."""
    pending, crowded, without, late, by_hand, uncertified, ending = rows
    found = OfOffice(
        *pending[:2],
        *crowded[:3],
        without[0],
        late[0],
        late[3],
        *by_hand[:2],
        uncertified[0],
        *ending[:2],
        ending[3],
    )
    return rules.of_office(found)


def moments(here: Context) -> dict[str, object]:
    """What ``OF_OFFICE`` compares with."""
    now = here.clock.now()
    today, by_hand = local_date(now), seats.by_hand_before(now)
    return {
        "now": now,
        "week_ago": now - WEEK,
        "year_ago": now - YEAR,
        "by_hand": by_hand,
        "by_hand_day": local_date(by_hand),
        "in_90_days": today + timedelta(days=SOON_DAYS),
        "in_30_days": today + timedelta(days=NEAR_DAYS),
    }
