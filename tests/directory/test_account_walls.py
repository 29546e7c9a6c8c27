"""What an office neither sees nor touches: others' accounts, operators, its own last role."""

import pytest
from httpx2 import AsyncClient

from services.directory.accounts.schemas import GrantView, NewAccount, NewGrant
from shared.contracts.accounts import AccessRole
from shared.messaging.event import EVERYONE
from tests.directory.test_account_list import of_kind, operator
from tests.directory.test_accounts import (
    KAMEN,
    LIST,
    browser_of,
    invite,
    invited,
    office,
    roles_of,
    said,
    signed_in_as,
)
from tests.directory.test_accounts import embedded as house
from tests.house import BERGKAMEN, House
from tests.signing_in import coordinator_of

__all__ = ["house", "office", "operator"]

pytestmark = pytest.mark.asyncio(loop_scope="module")


async def test_who_belongs_elsewhere_is_not_seen_and_not_named(
    house: House, office: AsyncClient, operator: AsyncClient
) -> None:
    address = "kamen.only@example.org"
    elsewhere = await invite(operator, f"?kommune={KAMEN}", address=address)
    assert [each[2] for each in await roles_of(house, elsewhere)] == [KAMEN]
    for path in ("", "/rolle", "/adresse", "/abmelden"):
        assert (await office.get(f"{LIST}/{elsewhere}{path}")).status_code == 404
    answer = await office.post(f"{LIST}/neu", data=invited(address))
    assert "außerhalb Ihrer Kommune" in said(answer)
    [(grant, _, _)] = await roles_of(house, elsewhere)
    taking = f"{LIST}/{elsewhere}/rollen/{grant}/wegnehmen"
    assert (await office.post(taking)).status_code == 404
    assert (await office.post(f"{LIST}/{elsewhere}/abmelden")).status_code == 404
    assert len(await roles_of(house, elsewhere)) == 1


async def test_a_coordinator_gives_no_operator_rights(
    house: House, office: AsyncClient, operator: AsyncClient
) -> None:
    assert 'value="operator"' not in (await office.get(f"{LIST}/neu")).text
    refused = await office.post(f"{LIST}/neu", data=invited(role="operator"))
    assert refused.status_code == 422
    assert "gibt nur der Betrieb" in said(refused)
    made = await invite(operator, f"?kommune={BERGKAMEN}", role="operator")
    assert [each[1:] for each in await roles_of(house, made)] == [(AccessRole.OPERATOR, EVERYONE)]


async def test_a_coordinator_does_not_touch_a_grant_of_another_municipality(
    house: House, office: AsyncClient, operator: AsyncClient
) -> None:
    made = await invite(operator, f"?kommune={KAMEN}")
    given = await operator.post(f"{LIST}/{made}/rolle?kommune={BERGKAMEN}", data={"role": "worker"})
    assert given.status_code == 303
    page = await office.get(f"{LIST}/{made}")
    assert "Fachkraft" in said(page)
    assert "Koordinierungsstelle" not in said(page)
    foreign = {tenant: grant for grant, _, tenant in await roles_of(house, made)}[KAMEN]
    answer = await office.post(f"{LIST}/{made}/rollen/{foreign}/wegnehmen")
    assert answer.status_code == 404
    # By another address one could sign in as this person, and act in Kamen.
    assert "ändert deshalb nur der Betrieb" in said(page)
    address = await office.post(f"{LIST}/{made}/adresse", data={"address": "mein@example.org"})
    assert address.status_code == 403
    assert (await office.get(f"{LIST}/{made}/adresse")).status_code == 403
    assert len(await roles_of(house, made)) == 2


async def test_an_office_neither_sees_nor_ends_the_sign_ins_of_who_acts_elsewhere_too(
    house: House, office: AsyncClient, operator: AsyncClient
) -> None:
    """When somebody works is no other office's to know."""
    made = await invite(operator, f"?kommune={KAMEN}")
    given = await operator.post(f"{LIST}/{made}/rolle?kommune={BERGKAMEN}", data={"role": "worker"})
    assert given.status_code == 303
    async with signed_in_as(house, made) as own:
        assert "Firefox, Windows" in said(await operator.get(f"{LIST}/{made}"))
        page = await office.get(f"{LIST}/{made}")
        assert "Firefox" not in page.text
        assert f"{made}/abmelden" not in page.text
        assert (await office.get(f"{LIST}/{made}/abmelden")).status_code == 403
        assert (await office.post(f"{LIST}/{made}/abmelden")).status_code == 403
        await house.quiet()
        assert (await own.get("/directory/anmeldungen")).status_code == 200


async def test_nobody_takes_away_their_own_last_coordinator_role(
    house: House, office: AsyncClient
) -> None:
    made = await invite(office)
    [(grant, _, _)] = await roles_of(house, made)
    taking = f"{LIST}/{made}/rollen/{grant}/wegnehmen"
    async with browser_of(house, coordinator_of(BERGKAMEN), person_id=made) as own:
        page = await own.get(taking)
        assert "nicht selbst wegnehmen" in said(page)
        assert "<form" not in page.text.partition("<main")[2].partition("</main>")[0]
        assert (await own.post(taking)).status_code == 409
    assert len(await roles_of(house, made)) == 1
    assert (await office.post(taking)).status_code == 303
    assert await roles_of(house, made) == []


@pytest.mark.parametrize(
    ("role", "kind", "reason"),
    [
        ("head", "carrier", "eine passende"),
        ("head", "", "eine passende"),
        ("carrier", "school", "eine passende"),
        ("contact", "school", "eine passende"),
        ("coordinator", "school", "gilt für die ganze Kommune"),
    ],
)
async def test_a_role_is_for_what_it_is_for(
    house: House, office: AsyncClient, role: str, kind: str, reason: str
) -> None:
    organization = await of_kind(house, kind) if kind else ""
    data = invited(role=role, organization_id=organization)
    answer = await office.post(f"{LIST}/neu", data=data)
    assert answer.status_code == 422
    assert reason in said(answer)


async def test_an_organization_of_another_municipality_is_none(
    house: House, operator: AsyncClient
) -> None:
    school = await of_kind(house, "school")
    data = invited(role="head", organization_id=school)
    answer = await operator.post(f"{LIST}/neu?kommune={KAMEN}", data=data)
    assert "eine passende" in said(answer)


async def test_the_last_day_is_not_before_the_first_and_a_role_is_given_once(
    house: House, office: AsyncClient
) -> None:
    made = await invite(office)
    days = {"role": "worker", "valid_from": "2027-03-02", "valid_to": "2027-03-01"}
    wrong = await office.post(f"{LIST}/{made}/rolle", data=days)
    assert "vor dem ersten" in said(wrong)
    right = await office.post(f"{LIST}/{made}/rolle", data=days | {"valid_to": "02.03.2027"})
    assert right.status_code == 303
    page = await office.get(f"{LIST}/{made}")
    assert "02.03.2027" in said(page)
    assert "Bis einschließlich" in said(page)
    again = await office.post(f"{LIST}/{made}/rolle", data={"role": "worker"})
    assert "Diese Rolle hat die Person schon" in said(again)


async def test_programs_read_in_the_same_words_that_the_last_day_is_part_of_a_role() -> None:
    for body in (GrantView, NewGrant, NewAccount):
        said = body.model_json_schema()["properties"]["valid_to"]["description"]
        assert "bis einschließlich" in said
