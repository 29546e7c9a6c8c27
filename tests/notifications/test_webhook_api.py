"""Carriers' programs set their webhooks up themselves, as far as their scope allows."""

from datetime import timedelta
from uuid import UUID

import pytest
from httpx2 import AsyncClient, Response

from shared.contracts.directory import ACCESS_TOKENS, Scope
from shared.ids import new_id
from shared.web.tokens import TokenIssuer
from tests.house import BERGKAMEN, House, new_key
from tests.notifications.conftest import tell
from tests.notifications.hooks import later, standing, subscribe
from tests.notifications.receiver import OK, receiving
from tests.notifications.town import Town

API = "/notifications/api/v1/webhooks"
TYPES = ["employment.hired", "employment.departed"]


@pytest.fixture
def house(house_that_posts: House) -> House:
    return house_that_posts


def program(house: House, carrier_id: UUID, *scopes: Scope) -> AsyncClient:
    """A carrier's program with a token of its own."""
    issuer = TokenIssuer(house.keys.ring(ACCESS_TOKENS), house.clock.now)
    token, _ = issuer.issue("hr", BERGKAMEN, carrier_id, scopes or (Scope.WEBHOOKS,))
    headers = {"authorization": f"Bearer {token}"}
    return AsyncClient(
        transport=house.http._transport, base_url="http://knotenpunkt.test", headers=headers
    )


async def add(http: AsyncClient, url: str, key: dict[str, str] | None = None) -> Response:
    body = {"name": "HR", "url": url, "types": TYPES}
    return await http.post(API, json=body, headers=key or new_key())


async def test_a_program_sets_one_up_once_and_sees_its_secret_once(
    house: House, town: Town
) -> None:
    http, key = program(house, town.carrier), new_key()
    async with receiving() as system:
        made = await add(http, system.url, key)
        assert made.status_code == 201
        assert made.headers["location"] == f"{API}/{made.json()['id']}"
        again = await add(http, system.url, key)
        assert again.json() == {"id": made.json()["id"], "secret": None}
        [listed] = (await http.get(API)).json()["items"]
        assert (listed["state"], listed["types"]) == ("active", sorted(TYPES))
        assert "secret" not in listed
        sent = await http.post(f"{API}/{listed['id']}/test")
        assert sent.status_code == 202
        [post] = await system.until(1)
    assert post.headers["webhook-id"] == sent.json()["webhook_id"]
    assert post.verified(made.json()["secret"])["type"] == "webhook.test"


async def test_a_program_sees_its_own_carrier_s_only_and_needs_the_scope(
    house: House, town: Town
) -> None:
    key, _ = await subscribe(house, "https://personal.awo-unna.de/", town.carrier)
    other = program(house, new_id())
    assert (await other.get(API)).json() == {"items": [], "next": None}
    for act in ("", "/disable", "/test"):
        asked = other.get if not act else other.post
        assert (await asked(f"{API}/{key}{act}")).status_code == 404
    hires = program(house, town.carrier, Scope.HIRES_READ)
    assert (await hires.get(API)).status_code == 403


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"url": "https://10.0.0.1/"}, "url"),
        ({"url": "personal.awo.de"}, "url"),
        ({"types": []}, "types"),
        ({"types": ["onboarding.secret"]}, "types.0"),
        ({"name": ""}, "name"),
        ({"carrier_id": str(new_id())}, "carrier_id"),
    ],
)
async def test_what_cannot_be_is_refused_at_its_field(
    house: House, town: Town, given: dict[str, object], field: str
) -> None:
    http = program(house, town.carrier)
    body = {"name": "HR", "url": "https://personal.awo.de/", "types": TYPES} | given
    refused = await http.post(API, json=body, headers=new_key())
    assert refused.status_code == 422
    assert [each["field"] for each in refused.json()["errors"]] == [field]


async def test_it_is_changed_by_version_rotated_disabled_and_enabled_with_what_was_kept(
    house: House, town: Town
) -> None:
    http = program(house, town.carrier)
    async with receiving(OK) as system:
        made = (await add(http, system.url)).json()
        place = f"{API}/{made['id']}"
        version = (await http.get(place)).json()["version"]
        body = {"name": "Neu", "url": system.url, "types": TYPES[:1], "version": version}
        assert (await http.put(place, json=body)).json()["name"] == "Neu"
        assert (await http.put(place, json=body)).status_code == 409
        rotated = await http.post(f"{place}/secret", headers=new_key())
        assert (await http.post(f"{place}/disable")).status_code == 204
        await tell(house, town.hired(), town.departed())
        await standing(house, "held")
        await later(house, timedelta(minutes=1))
        enabled = await http.post(f"{place}/enable", json={"resend": True})
        assert enabled.status_code == 204
        [sent] = await system.until(1)
        await standing(house, "accepted")
    assert len(sent.headers["webhook-signature"].split()) == 2
    assert rotated.json()["secret"] not in (None, made["secret"])
    assert (await http.get(place)).json()["reached_at"] is not None
