"""What a clerk of the sample's carrier has tried out, as if it had been posted in the last days."""

from datetime import timedelta
from decimal import Decimal
from hashlib import sha256
from uuid import UUID, uuid4

from sqlalchemy import select

from services.directory.employments.models import Employment, employments
from services.directory.organizations.models import contacts, organizations
from services.directory.people.use_cases import save_people
from services.directory.people.values import Names
from services.directory.placements.models import Placement
from services.directory.placements.use_cases import store
from services.directory.sandbox.models import Sandbox
from services.directory.sandbox.use_cases import make
from services.directory.sandbox.values import SCHOOLS
from shared.clock import local_date
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Funding, Role
from shared.database.tables import row_of
from shared.database.writes import insert_rows
from shared.ids import new_id
from shared.messaging.event import SANDBOX, Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me

_TRIED = (
    ("TEST-0001", "Erika", "Musterfrau", 19.5),
    ("TEST-0002", "Max", "Mustermann", 39),
    ("TEST-0003", "Kim", "Beispiel", 25.35),
)


async def try_out(uow: UnitOfWork, municipality: str, carrier_id: UUID) -> None:
    """Once; nobody gets a mail, and nobody knows the secret."""
    there = select(Sandbox.carrier_id).where(Sandbox.tenant == municipality)
    if (await uow.session.scalars(there)).first():
        return
    clerk = select(contacts.c.person_id).where(
        contacts.c.organization_id == carrier_id, contacts.c.role == Role.CARRIER.value
    )
    person_id = (await uow.session.scalars(clerk)).one()
    cause = Cause(municipality, new_id())
    await make(uow, Me(municipality, AccessRole.CARRIER, person_id, carrier_id, cause, uuid4()))
    made = select(Sandbox.trial_id).where(Sandbox.tenant == municipality)
    trial_id = (await uow.session.scalars(made)).one()
    for number, given, family, hours in _TRIED:
        await _hired(uow, trial_id, number, (given, family), Decimal(str(hours)))


async def _hired(
    uow: UnitOfWork, carrier_id: UUID, number: str, name: tuple[str, str], hours: Decimal
) -> None:
    given_name, family_name = name
    worker_id, start = new_id(), local_date(uow.now) + timedelta(days=60)
    named = Names(
        given_name=given_name, family_name=family_name, email=f"{number.lower()}@example.org"
    )
    await save_people(uow, {worker_id: named}, Cause(SANDBOX, new_id()))
    row = row_of(Employment)(
        id=new_id(),
        tenant=SANDBOX,
        worker_id=worker_id,
        carrier_id=carrier_id,
        external_id=number,
        ordinal=1,
        digest=sha256(number.encode()).hexdigest(),
        correlation_id=new_id(),
        start_date=start,
        fixed_term_until=None,
        funding=Funding.LAND.value,
        recorded_at=uow.now - timedelta(days=2),
    )
    await insert_rows(uow.session, employments, [row])
    school = select(organizations.c.id).where(
        organizations.c.tenant == SANDBOX, organizations.c.school_number == SCHOOLS[0][0]
    )
    placed = row_of(Placement)(
        id=new_id(),
        tenant=SANDBOX,
        employment_id=row["id"],
        school_id=(await uow.session.scalars(school)).one(),
        weekly_hours=hours,
        funding=Funding.LAND.value,
        valid_from=start,
    )
    store(uow.bulk, [(placed, "sample-carrier")])
