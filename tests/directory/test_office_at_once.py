"""Two real transactions of the office, or of the office and of a job, about the same."""

from datetime import date
from decimal import Decimal
from uuid import UUID

import pytest
from sqlalchemy import select

from services.directory.organizations.models import Organization
from services.directory.posts.models import Post
from services.directory.posts.use_cases import tell
from services.directory.proof_of_use.forms import SubmissionForm
from services.directory.proof_of_use.rules import last_over
from services.directory.proof_of_use.use_cases import submit, withdraw
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import OrganizationKind
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.transaction import Transaction
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me
from tests.directory.conftest import Desk
from tests.directory.test_two_at_once import at_once, desk
from tests.house import BERGKAMEN

__all__ = ["desk"]

pytestmark = pytest.mark.real


async def planned(desk: Desk) -> None:
    mine = select(Organization.id).where(Organization.tenant == BERGKAMEN)
    school = mine.where(Organization.school_number == "100001")
    carrier = mine.where(Organization.kind == OrganizationKind.CARRIER).limit(1)
    async with desk.house.context("directory").database.transaction() as uow:
        school_id = (await uow.session.scalars(school)).one()
        carrier_id = (await uow.session.scalars(carrier)).one()
        post = Post(
            tenant=BERGKAMEN,
            school_id=school_id,
            carrier_id=carrier_id,
            fte=Decimal(1),
            valid_from=date(2026, 1, 1),
        )
        uow.session.add(post)


async def test_a_vacancy_that_two_see_at_once_is_told_once(desk: Desk) -> None:
    await planned(desk)

    async def told(transaction: Transaction) -> str:
        await tell(UnitOfWork(transaction), BERGKAMEN, date(2027, 3, 1))
        return "{}"

    await at_once(desk, told, told)
    assert len(await desk.announced("directory.post-vacant.v1")) == 1


async def test_a_proof_that_is_handed_in_twice_at_once_is_kept_once(desk: Desk) -> None:
    """And so is that it was a mistake."""
    cause = Cause(BERGKAMEN, new_id())
    office = Me(BERGKAMEN, AccessRole.COORDINATOR, new_id(), None, cause, new_id())
    year = last_over(desk.today)
    form = SubmissionForm(submitted_on=desk.today)

    async def submitted(transaction: Transaction) -> str:
        return f'"{(await submit(UnitOfWork(transaction), office, year, form)).id}"'

    kept, again = await at_once(desk, submitted, submitted)
    assert kept == again

    async def withdrawn(transaction: Transaction) -> str:
        return f'"{(await withdraw(UnitOfWork(transaction), office, UUID(kept))).id}"'

    await at_once(desk, withdrawn, withdrawn)
    for what in ("submitted", "withdrawn"):
        assert len(await desk.announced(f"directory.proof-of-use-{what}.v1")) == 1
