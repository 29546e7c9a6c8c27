"""What the sample's network would like: six topics, one of them planned and one declined.

By the use cases of trainings, under the service's own secret: nobody else can seal supporters.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select

from deploy.sample.past_year import MUNICIPALITY, acting, working_day
from services.trainings.gatherings import use_cases as gatherings
from services.trainings.gatherings.forms import NewForm
from services.trainings.models import people
from services.trainings.proposals import use_cases
from services.trainings.proposals.forms import DeclineForm, ProposalForm
from services.trainings.proposals.models import Proposal
from services.trainings.proposals.values import Origin
from shared.clock import SystemClock, local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.gatherings import GatheringKind
from shared.messaging.database import Database
from shared.messaging.unit_of_work import UnitOfWork
from shared.settings import Settings
from shared.web.sessions.models import access
from shared.web.sessions.person import Me

NETWORK = (AccessRole.WORKER, AccessRole.HEAD, AccessRole.CARRIER, AccessRole.CONTACT)
WEEKS = timedelta(weeks=9)


@dataclass(frozen=True)
class Wish:
    """A topic, and by how many it is supported, as far as there are so many."""

    title: str
    about: str
    people: int
    kind: GatheringKind = GatheringKind.TRAINING
    origin: Origin = Origin.NETWORK
    counted: int | None = None
    reason: str = ""
    planned: bool = False


WISHES = (
    Wish(
        "Cybermobbing erkennen und beenden",
        "Was hilft in den ersten 48 Stunden? Wie arbeiten wir mit der Klasse weiter, ohne die"
        " Betroffenen vorzuführen?",
        14,
    ),
    Wish(
        "Kinder psychisch belasteter Eltern",
        "Woran merken wir es, wie sprechen wir es an, und wer hilft in Bergkamen?",
        6,
    ),
    Wish(
        "Schulabsentismus",
        "Aus der Bedarfsumfrage: wann wir handeln, wen wir holen, was wir aufschreiben.",
        3,
        origin=Origin.SURVEY,
        counted=17,
    ),
    Wish(
        "Fallwerkstatt am Nachmittag",
        "Zwei Stunden, zwei Fälle, ohne Namen: kollegiale Beratung nach festem Ablauf.",
        2,
        kind=GatheringKind.EXCHANGE,
        origin=Origin.OFFICE,
    ),
    Wish(
        "Datenschutz im Gespräch mit Lehrkräften",
        "Was dürfen wir sagen, was nicht, und wie sagen wir nein?",
        7,
        planned=True,
    ),
    Wish(
        "Erste Hilfe am Kind",
        "Auffrischung für alle, die mit auf Klassenfahrt gehen.",
        5,
        reason="Das bieten die Anstellungsträger selbst an, zweimal im Jahr und kostenlos. Bitte"
        " fragen Sie dort nach dem nächsten Termin.",
    ),
)


async def wish(settings: Settings, database: Database) -> None:
    """Once the people of the sample are known; does nothing where there are topics."""
    if MUNICIPALITY not in settings.municipalities:
        return
    async with database.reading() as session:
        there = select(Proposal.id).where(Proposal.tenant == MUNICIPALITY).limit(1)
        if (await session.scalars(there)).first():
            return
    known = await _people(database)
    offices = [each for each in known if each.role is AccessRole.COORDINATOR]
    network = [each for each in known if each.role in NETWORK]
    for each in WISHES if offices else ():
        async with database.transaction() as uow:
            await _wish(uow, each, offices[0], network)


async def _wish(uow: UnitOfWork, wanted: Wish, office: Me, network: Sequence[Me]) -> None:
    by_office = wanted.origin is Origin.OFFICE or not network
    form = ProposalForm(title=wanted.title, about=wanted.about, kind=wanted.kind)
    row = await use_cases.propose(uow, office if by_office else network[-1], form)
    row.origin, row.counted = wanted.origin, wanted.counted
    await uow.session.flush()
    for each in network[: wanted.people]:
        await use_cases.support(uow, each, row.id)
    if wanted.reason:
        await use_cases.decline(uow, office, row.id, DeclineForm(reason=wanted.reason))
    if wanted.planned:
        await _plan(uow, wanted, office, row)


async def _plan(uow: UnitOfWork, wanted: Wish, office: Me, row: Proposal) -> None:
    day = working_day(local_date(SystemClock().now()) + WEEKS)
    held = await gatherings.begin(uow, office, _form(wanted, day))
    await use_cases.plan(uow, office, row.id, held.id)
    await gatherings.open_registration(uow, office, held.id)


def _form(wanted: Wish, day: date) -> NewForm:
    return NewForm(
        kind=wanted.kind,
        title=wanted.title,
        content=wanted.about,
        capacity=24,
        day=day,
        starts="9:00",
        ends="12:30",
        place="Rathaus, Raum 101",
    )


async def _people(database: Database) -> list[Me]:
    query = select(access.c.person_id, access.c.grants).join(
        people, people.c.person_id == access.c.person_id
    )
    mine = query.where(people.c.tenant == MUNICIPALITY).order_by(people.c.family_name)
    async with database.reading() as session:
        rows = (await session.execute(mine)).all()
    return [
        acting(AccessRole(grant["role"]), row.person_id)
        for row in rows
        for grant in row.grants[:1]
        if grant["municipality"] == MUNICIPALITY
    ]
