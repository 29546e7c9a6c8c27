"""Who looks around at a service's address finds something that is meant for them."""

import pytest

from deploy.services import NAMES
from tests.conftest import OpenHouse


@pytest.mark.parametrize("service", NAMES)
async def test_the_address_of_a_service_leads_to_a_page(
    open_house: OpenHouse, service: str
) -> None:
    house = await open_house(service)
    for start in (f"/{service}", f"/{service}/", "/"):
        answer = await house.http.get(start, follow_redirects=True)
        assert answer.status_code == 200
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert f"/{service}/" in str(answer.url)


@pytest.mark.parametrize("service", NAMES)
async def test_a_stranger_is_led_to_the_sign_in_or_sees_the_front(
    open_house: OpenHouse, service: str
) -> None:
    house = await open_house(service)
    house.http.cookies.clear()
    answer = await house.http.get(f"/{service}/")
    if answer.status_code != 200:
        assert answer.status_code == 303
        assert answer.headers["location"] == f"/directory/anmelden?weiter=%2F{service}%2F"
