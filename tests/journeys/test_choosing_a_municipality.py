"""Operators choose among municipalities by their names; no key has to be looked up."""

from pathlib import Path

import pytest

from deploy.sample import MUNICIPALITIES, load_sample
from tests.dashboard.conftest import connect
from tests.house import embedded_house


@pytest.mark.parametrize("path", ["/dashboard/ereignisse", "/surveys/"])
async def test_operators_choose_a_municipality_by_its_name(tmp_path: Path, path: str) -> None:
    services = ["directory", "surveys", "dashboard"]
    async with embedded_house(tmp_path, services, municipalities=MUNICIPALITIES) as house:
        connect(house)
        await load_sample(house.settings, house.context("directory").database)
        await house.quiet()
        page = await house.http.get(path, headers={"accept": "text/html"})
        for key, name in (("05978004", "Stadt Bergkamen"), ("05978020", "Stadt Kamen")):
            assert f'<option value="{key}"' in page.text
            assert f">{name}</option>" in page.text
            assert f">{key}<" not in page.text
