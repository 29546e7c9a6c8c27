"""What an operator does at the console is recorded, asked about first, and said in German."""

import stat
import subprocess
import sys
from pathlib import Path
from uuid import uuid4

import pytest
from sqlalchemy import select

from deploy.privacy import again, find, runs
from deploy.privacy.asking import CONSOLE, ERASED, EXPORTED, FOUND
from deploy.privacy.erase import erase
from deploy.privacy.export import ask
from deploy.privacy.refusals import why
from services.directory.accesses.values import said
from shared.contracts.privacy import PrivacyRequested
from shared.erasing.again import Remembered, remembered
from shared.messaging.bus.local import LocalBus
from shared.messaging.event import EVERYONE
from shared.messaging.message import Message
from shared.messaging.tables import audit, parked
from shared.web.problem import Problem
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, House
from tests.journeys.carrier import Carrier
from tests.journeys.erasing import departed, hired

SOMEBODY = "0190a1b2-0000-7000-8000-000000000001"


async def recorded(house: House, name: str = "directory") -> list[tuple[str, str, str]]:
    mine = select(audit.c.action, audit.c.object_id, audit.c.tenant).order_by(audit.c.position)
    rows = await house.rows(name, mine.where(audit.c.actor == str(CONSOLE)))
    return [(row.action, row.object_id, row.tenant) for row in rows]


async def test_who_searches_exports_or_erases_at_the_console_is_recorded(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings")
    person, settings = await departed(house), house.settings
    found = await find.search(settings, person.person_id, [], ["directory", "trainings"])
    assert {"directory: people", "trainings: people"} <= {where for where, _ in found}
    database, them = house.context("directory").database, str(person.person_id)
    await ask(database, person.person_id)
    await erase(database, person.person_id)
    actions = (FOUND, EXPORTED, ERASED)
    assert await recorded(house) == [(each, them, BERGKAMEN) for each in actions]
    done = [said(each, "konsole").partition(": ")[2] for each in actions]
    assert done == ["durchsucht", "Auskunft verlangt", "Löschung veranlasst"]


async def test_a_service_that_searches_alone_records_it_itself(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings")
    person = await departed(house)
    found = await find.search(house.settings, person.person_id, ["Sonnentau"], ["trainings"])
    assert "trainings: people" in {where for where, _ in found}
    assert not any(where.startswith("directory:") for where, _ in found)
    assert await recorded(house, "trainings") == [(FOUND, str(person.person_id), EVERYONE)]
    assert await recorded(house) == []


async def test_what_hinders_the_console_is_said_in_german(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    person = await hired(house, await Carrier.of(house))
    with pytest.raises(Problem) as refused:
        await erase(house.context("directory").database, person.person_id)
    assert why(refused.value).startswith("Noch nicht möglich")
    assert await recorded(house) == []


@pytest.mark.parametrize("command", ["erase", "export"])
def test_nothing_happens_unless_somebody_says_that_they_are_sure(
    tmp_path: Path, command: str
) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "deploy.privacy", command, SOMEBODY],
        env={"KNOTENPUNKT_DATA": str(tmp_path / "none")},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 1
    assert "Nichts geschehen." in done.stdout
    assert not (tmp_path / "none").exists()


async def test_runs_stand_below_the_name_of_their_service(open_house: OpenHouse) -> None:
    house = await open_house("directory")
    assert all(line[:1] != " " for line in await runs.lines(house.settings, "directory"))


def test_a_saved_list_is_for_nobody_else_to_read(tmp_path: Path) -> None:
    file = tmp_path / "erasures.json"
    again.save(file, Remembered())
    assert stat.S_IMODE(file.stat().st_mode) == 0o600


async def test_again_goes_on_past_what_nobody_can_read_and_says_so(open_house: OpenHouse) -> None:
    house = await open_house("directory", "trainings")
    person = await departed(house)
    assert isinstance(house.bus, LocalBus)
    broken = Message(
        id=uuid4(),
        topic=PrivacyRequested.topic,
        key=str(uuid4()),
        type=PrivacyRequested.type_name,
        time=house.clock.now(),
        tenant=BERGKAMEN,
        correlation_id=uuid4(),
        causation_id=None,
        data=b'{"kind": "erasure"}',
    )
    await house.bus.publish([broken])
    await erase(house.context("directory").database, person.person_id)
    await house.quiet()
    found = await remembered(house.bus)
    assert [each.asked.person_id for each in found.erasures] == [person.person_id]
    assert len(found.unreadable) == 1
    assert found.unreadable[0].startswith(f"{PrivacyRequested.topic}/0/")
    assert Remembered().after(found).unreadable == found.unreadable
    assert [row.order_key for row in await house.rows("trainings", select(parked))] == [broken.key]
