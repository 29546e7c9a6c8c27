"""Two people of a municipality who may be the same, and two who are."""

from uuid import UUID, uuid4

from services.directory.duplicates.models import Duplicate
from services.directory.duplicates.use_cases import find
from services.directory.duplicates.values import Reason, Standing
from services.directory.merges.forms import MergeForm
from services.directory.merges.use_cases import merge
from services.directory.merges.values import Both
from services.directory.people.use_cases import save_people
from services.directory.people.values import Names
from shared.contracts.accounts import AccessRole
from shared.messaging.event import Cause
from shared.web.sessions.person import Me
from tests.house import House

CHOSEN = ("survivor", "name", "email", "languages", "hours")


async def pair_up(house: House, tenant: str, one: UUID, other: UUID) -> str:
    """The id of the pair; everybody has been looked at, so that it stays."""
    more = True
    while more:
        async with house.context("directory").database.transaction() as uow:
            more = await find(uow)
    async with house.context("directory").database.transaction() as uow:
        row = Duplicate(
            tenant=tenant,
            first_id=min(one, other),
            second_id=max(one, other),
            score=90,
            reasons=[Reason.NAME.value],
            standing=Standing.OPEN,
            found_at=uow.now,
        )
        uow.session.add(row)
        await uow.session.flush()
        return str(row.id)


async def merged(house: House, tenant: str) -> str:
    """The id of a merge of two people whom nobody else knows."""
    ids = [uuid4(), uuid4()]
    me = Me(tenant, AccessRole.COORDINATOR, uuid4(), None, Cause(tenant, uuid4()), uuid4())
    given = Names(given_name="Ida", family_name="Vogelsang", email=f"{ids[0].hex}@example.org")
    async with house.context("directory").database.transaction() as uow:
        await save_people(uow, dict.fromkeys(ids, given), me.cause)
        form = MergeForm.model_validate(dict.fromkeys(CHOSEN, "first"))
        return str((await merge(uow, me, Both(tenant, *ids), form)).id)
