"""``python -m deploy.run surveys-urn``: alone with the keys, and killed while it has them."""

from datetime import timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import select, update

from deploy.local.process import ServiceProcess
from deploy.local.program import free_port
from services.surveys.urns.models import urns
from services.surveys.urns.values import KEY, Seals, UrnState
from shared.keys import derive
from shared.settings import Settings
from tests.conftest import OpenHouse
from tests.surveys.conftest import until
from tests.surveys.urn_town import Town, sheet


@pytest.mark.parametrize(
    "databases", [pytest.param("postgres", marks=pytest.mark.real)], indirect=True
)
async def test_a_process_of_its_own_makes_keys_and_after_a_kill_still_opens(
    town: Town, tmp_path: Path
) -> None:
    settings = Settings(
        data=tmp_path,
        database_url=town.database.engine.url.render_as_string(hide_password=False),
        secret=SecretStr("x" * 40),
        mail_from="Knotenpunkt <post@bergkamen.example>",
        _env_file=None,
    )
    town.seals = Seals(derive(settings.secret_of("surveys"), KEY))

    async def in_state(*states: UrnState) -> bool:
        return {state for (state,) in await town.rows(select(urns.c.state))} == {*states}

    process = ServiceProcess("surveys-urn", settings, free_port())
    process.start()
    try:
        survey_id, _ = await town.planned(6, lasting=None)
        await until(lambda: in_state(UrnState.OPEN))
        process.kill()
        assert len(town.key_files) == 1
        for token in (await town.links(survey_id)).values():
            await town.hand_in(token, sheet())
        await town.write(update(urns).values(closes_at=town.clock.now()))
        process.start()
        await until(lambda: in_state(UrnState.OPENED, UrnState.OPEN))
        await until(town.one_key_is_left)
    finally:
        process.stop()


async def test_the_embedded_form_makes_keys_and_opens_by_itself(open_house: OpenHouse) -> None:
    house = await open_house("surveys")
    context = house.context("surveys")
    town = Town(context.database, house.clock, house.settings.data, Seals(context.key(KEY)))

    async def is_now(state: UrnState) -> bool:
        return await town.rows(select(urns.c.state)) == [(state,)]

    survey_id, _ = await town.planned(5, lasting=timedelta(days=14))
    await until(lambda: is_now(UrnState.OPEN))
    for token in (await town.links(survey_id)).values():
        await town.hand_in(token, sheet())
    house.clock.forward(timedelta(days=15))
    await until(lambda: is_now(UrnState.OPENED))
