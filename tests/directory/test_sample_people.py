"""Whom the sign-in page offers where the sample is loaded."""

from pathlib import Path

import pytest

from deploy.sample import MUNICIPALITIES, load_sample
from deploy.sample.visitors import sample_people
from tests.directory.conftest import Desk, open_desk
from tests.house import BERGKAMEN
from tests.signing_in import coordinator_of


async def offered(desk: Desk) -> list[str]:
    return [f"{each.title} {each.name}" for each in await sample_people(desk.house.http)]


async def test_kamen_is_there_where_it_is_served(tmp_path: Path) -> None:
    async with open_desk(tmp_path, municipalities=MUNICIPALITIES) as desk:
        before = await offered(desk)
        for _ in range(2):  # loaded again, it is the same
            await load_sample(desk.house.settings, desk.house.context("directory").database)
            after = await offered(desk)
            assert after[: len(before)] == before
            assert "Koordinierungsstelle Kamen: Friederike Althaus" in after
            assert "Anstellungsträger Kamen: Nadine Körfer" in after
            assert len([each for each in after if "Kamen:" in each]) == 5


@pytest.mark.parametrize(
    ("address", "count"), [("ada@example.org", 1), ("ada@bergkamen.example", 0)]
)
async def test_a_worker_is_offered_if_nobody_can_have_the_address(
    tmp_path: Path, address: str, count: int
) -> None:
    async with open_desk(tmp_path, mail_reserved_domains="example") as desk:
        receipt = (await desk.carrier.hire(person__email=address)).json()
        cookies = await desk.house.sign_in(coordinator_of(BERGKAMEN))
        desk.house.http.cookies.update(cookies)
        page = f"/directory/fachkraefte/{receipt['employment_id']}/anmeldung"
        assert (await desk.house.http.post(page)).status_code == 303
        workers = [each for each in await offered(desk) if each.startswith("Fachkraft:")]
        assert len(workers) == count
