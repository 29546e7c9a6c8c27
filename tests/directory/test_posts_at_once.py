"""Two real transactions about the posts of a town."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from services.directory.organizations.models import Organization
from services.directory.posts.models import Post
from services.directory.posts.use_cases import tell
from shared.contracts.directory import OrganizationKind
from shared.messaging.transaction import Transaction
from shared.messaging.unit_of_work import UnitOfWork
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
