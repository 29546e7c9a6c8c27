"""Pages below a page that no menu names lead back to it."""

import pytest

from tests.directory.conftest import Desk

OWN = "/directory/zweiter-schritt"


@pytest.mark.parametrize("below", ["/app", "/passkeys/neu"])
async def test_below_ones_second_step_the_crumbs_lead_back_to_it(desk: Desk, below: str) -> None:
    page = (await desk.house.http.get(f"{OWN}{below}")).text
    assert f'href="{OWN}">Mein zweiter Schritt</a>' in page
