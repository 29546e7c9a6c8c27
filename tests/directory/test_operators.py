"""The first operator is made on the command line, and signs in like anybody else."""

from pathlib import Path

import pytest
from sqlalchemy import select

from deploy.operator import add
from services.directory.accounts.queries import person_at
from shared.contracts.accounts import AccessRole
from shared.mail import AddressRefused
from shared.messaging.event import EVERYONE
from shared.web.sessions.models import access
from tests.house import embedded_house

ERIKA = "Erika.Beispiel@kreis-unna.example"


async def test_an_operator_may_sign_in_and_runs_the_whole_installation(tmp_path: Path) -> None:
    async with embedded_house(tmp_path, ["directory"]) as house:
        said = await add(house.settings, "Erika Beispiel", ERIKA)
        assert "is an operator now" in said
        async with house.context("directory").database.reading() as session:
            person_id = await person_at(session, ERIKA.lower())
        [row] = await house.rows("directory", select(access).where(access.c.person_id == person_id))
        [grant] = row.grants
        assert (grant["role"], grant["municipality"]) == (AccessRole.OPERATOR, EVERYONE)


async def test_adding_the_same_operator_again_changes_nothing(tmp_path: Path) -> None:
    async with embedded_house(tmp_path, ["directory"]) as house:
        await add(house.settings, "Erika Beispiel", ERIKA)
        before = await house.rows("directory", select(access))
        assert "was an operator before" in await add(house.settings, "Erika Beispiel", ERIKA)
        assert await house.rows("directory", select(access)) == before


@pytest.mark.parametrize("mail", ["erika", "erika@", "a b@example.org"])
async def test_an_address_that_mail_cannot_carry_is_refused(tmp_path: Path, mail: str) -> None:
    async with embedded_house(tmp_path, ["directory"]) as house:
        with pytest.raises(AddressRefused):
            await add(house.settings, "Erika Beispiel", mail)
