"""The catalogue as somebody sees it: with how full each gathering is, and their own place."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import String, Uuid, and_, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.agenda import queries as agendas
from services.trainings.belongings import queries as belongings
from services.trainings.calendar_declines import queries as declines
from services.trainings.catalogue.forms import RegisterOtherForm
from services.trainings.catalogue.values import LISTED, Listed, seats_in_words
from services.trainings.forms import CatalogueSearch
from services.trainings.gatherings import queries as gatherings
from services.trainings.invitations import queries as invitations
from services.trainings.minutes import queries as minutes
from services.trainings.models import Gathering, Person, Registration
from services.trainings.overlaps import queries as overlaps
from services.trainings.people import queries as people
from services.trainings.questions import queries as questions
from services.trainings.quotas import queries as quotas
from services.trainings.registrations import queries as registrations
from services.trainings.registrations.values import state_in_words
from services.trainings.seats import queries as seats
from services.trainings.seats.values import NOBODY, Belonging, Occupancy, Prospect
from services.trainings.speakers import queries as speakers
from services.trainings.stands import queries as stands
from services.trainings.stands.values import Standing, in_words, standing
from services.trainings.values import ROLES
from services.trainings.workshops import queries as workshops
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import GatheringState
from shared.database.paging import KeysetRequest, Page, described
from shared.web.kit.forms import Entered
from shared.web.sessions.models import access
from shared.web.sessions.person import Me

_GATHERING = bindparam("gathering_id", type_=Uuid)
_CONTACT = and_(Person.tenant == Gathering.tenant, Person.person_id == Gathering.contact_id)
_NEWEST = (
    select(Registration.id)
    .where(
        Registration.tenant == bindparam("tenant", type_=String),
        Registration.person_id == bindparam("person_id", type_=Uuid),
        Registration.gathering_id == _GATHERING,
    )
    .order_by(*registrations.COUNTS)
    .limit(1)
    .scalar_subquery()
)
_OPENED = (
    select(
        Gathering,
        Registration,
        Person.given_name,
        Person.family_name,
        access.c.grants,
        *belongings.THEIRS,
        minutes.some_published(_GATHERING),
        agendas.planned(_GATHERING),
        speakers.elected(_GATHERING),
        workshops.planned(_GATHERING),
        quotas.given(_GATHERING),
        quotas.given(_GATHERING, by_school=True),
        invitations.asked(_GATHERING),
        invitations.asked(_GATHERING, declined=True),
        questions.there(_GATHERING),
        overlaps.SOME,
        declines.some(Registration.id.expression),
    )
    .outerjoin(Person, _CONTACT)
    .outerjoin(access, access.c.person_id == Person.person_id)
    .outerjoin(Registration, Registration.id == _NEWEST)
    .where(
        Gathering.tenant == bindparam("tenant", type_=String),
        Gathering.id == _GATHERING,
        Gathering.state != GatheringState.DRAFT,
    )
)


@dataclass(frozen=True)
class Opened:
    """One gathering and what there is to it; ``newest`` is what somebody has or had of it."""

    row: Gathering
    newest: Registration | None
    contact: str
    of: Belonging
    """For what their seat counts."""
    published: bool
    planned: bool
    elected: bool
    divided: bool
    """Into workshops."""
    limited: bool
    """By quotas."""
    by_school: bool
    """Some of them of school types."""
    invited: bool
    declined: bool
    asking: bool
    """Questions, when somebody registers."""
    crossed: bool
    """By what they are registered for, too."""
    missed: bool
    """A date, by what their calendar said once."""


async def opened(session: AsyncSession, me: Me, gathering_id: UUID, today: date) -> Opened:
    """One that is no draft, and what there is to it; raises ``NoResultFound``."""
    given = {"tenant": me.tenant, "person_id": me.person_id}
    given |= {"gathering_id": gathering_id, "today": today}
    given["school_id"] = belongings.school_of(me)
    found = (await session.execute(_OPENED, given)).one()
    row, newest, given_name, family_name, grants, carrier_id, school_type, *there = found
    of = Belonging(carrier_id, school_type)
    if me.role is AccessRole.CARRIER:
        of = Belonging(me.organization_id)
    known = given_name is not None
    contact = gatherings.contact_of(row, given_name, family_name, grants) if known else ""
    return Opened(row, newest, contact, of, *map(bool, there))


async def met_by_another(
    session: AsyncSession,
    me: Me,
    row: Gathering,
    form: Entered[RegisterOtherForm],
    full: Occupancy,
    now: datetime,
) -> Prospect:
    """What a colleague meets; before it is known who that is, what is open to everybody."""
    person_id = await _meant(session, me, form) if form.typed.get("waits") else None
    if person_id is not None:
        of = await belongings.of(session, me, person_id, local_date(now))
        return await seats.prospect(session, row, of, full, now)
    met = await seats.prospect(session, row, NOBODY, full, now)
    return Prospect(seats.simple_outlook(full), met.free)


async def _meant(session: AsyncSession, me: Me, form: Entered[RegisterOtherForm]) -> UUID | None:
    """Only whom the form could name: chosen among those offered, or the one who is called so."""
    person = str(form.typed.get("person") or "")
    if person:
        return UUID(person) if person in dict(form.offered.get("person", ())) else None
    called = await people.called(session, me.tenant, str(form.typed.get("name") or ""))
    return called[0].person_id if len(called) == 1 else None


async def page_of(
    session: AsyncSession, me: Me, search: CatalogueSearch, wanted: KeysetRequest, now: datetime
) -> Page[Listed]:
    """From the next on, unless one looks for others."""
    also = [stands.with_seats(now)] if search.free else []
    if search.for_me and me.role is not AccessRole.COORDINATOR:
        also.append(
            Gathering.audience.in_(
                [key for key, roles in ROLES.items() if me.role in roles or not roles]
            )
        )
    found = await gatherings.offered(session, me.tenant, search, wanted, now, also)

    async def describe(later: AsyncSession, rows: Sequence[Gathering]) -> list[Listed]:
        return await _described(later, me, rows, now)

    return replace(await described(session, found, describe), columns=LISTED)


async def _described(
    session: AsyncSession, me: Me, rows: Sequence[Gathering], now: datetime
) -> list[Listed]:
    ids = [each.id for each in rows]
    places = await gatherings.places_of(session, me.tenant, ids)
    full = await seats.occupancies(session, me.tenant, rows, now)
    own = await registrations.own(session, me.tenant, me.person_id, ids)
    asked = await invitations.open_among(session, me.tenant, me.person_id, ids)
    said = dict.fromkeys(asked, "eingeladen") | {
        key: state_in_words(*each) for key, each in own.items()
    }
    return [
        _listed(each, places.get(each.id, ""), full[each.id], said.get(each.id, ""), now)
        for each in rows
    ]


def _listed(row: Gathering, place: str, full: Occupancy, own: str, now: datetime) -> Listed:
    now_so = standing(row, full, now) is Standing.OPEN
    return Listed(
        id=row.id,
        title=row.title,
        kind=row.kind,
        starts_at=row.starts_at,
        place=place,
        audience=row.audience,
        seats=seats_in_words(full.free, full.waiting) if now_so else in_words(row, full, now),
        own=own,
    )
