"""What the directory says on start pages: to whom it is a matter, and to nobody else."""

from collections.abc import AsyncGenerator, Mapping
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
import pytest_asyncio
from sqlalchemy import select

from deploy.sample import CARRIER
from services.directory.access.models import ApiClient, ClientSecret
from services.directory.cards import rules
from services.directory.identities.models import UnmatchedSignIn
from services.directory.organizations.models import organizations
from services.directory.refusals.models import refusals
from services.directory.refusals.use_cases import KEPT, forget, note
from services.directory.refusals.values import Proof
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.cards import Urgency
from shared.ids import new_id
from tests.directory.conftest import OTHER_CARRIER, Desk, open_desk
from tests.house import BERGKAMEN
from tests.signing_in import OPERATOR, coordinator_of

KAMEN = "05978020"
DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.real)]

pytestmark = pytest.mark.asyncio(loop_scope="module")


@pytest_asyncio.fixture(scope="module", loop_scope="module", params=DATABASES)
async def desk(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> AsyncGenerator[Desk]:
    url, both = "", frozenset({BERGKAMEN, KAMEN})
    if request.param == "postgres":
        server = request.getfixturevalue("postgres")
        server.create_for("directory", "start_cards")
        url = server.owner_url("start_cards")
    async with open_desk(tmp_path_factory.mktemp("cards"), url, municipalities=both) as desk:
        yield desk


async def cards(desk: Desk, *grants: Grant) -> Mapping[str, Any]:
    """What somebody is told, by code."""
    http = desk.house.http
    http.cookies.clear()
    http.cookies.update(await desk.house.sign_in(*grants))
    answer = await http.get("/directory/api/v1/cards")
    assert answer.status_code == 200
    found = {each["code"]: each for each in answer.json()["cards"]}
    for each in found.values():
        if each["link"]:
            page = await http.get(each["link"], headers={"accept": "text/html"})
            assert page.status_code == 200, each["code"]
    return found


async def clerk_of(desk: Desk, carrier: str) -> Grant:
    query = select(organizations.c.id).where(organizations.c.name == carrier)
    [(found,)] = await desk.house.rows("directory", query)
    return Grant(role=AccessRole.CARRIER, municipality=BERGKAMEN, organization_id=UUID(str(found)))


async def store(desk: Desk, *rows: object) -> None:
    async with desk.house.context("directory").database.transaction() as uow:
        uow.session.add_all(rows)


def nobodys(desk: Desk, municipality: str | None) -> UnmatchedSignIn:
    return UnmatchedSignIn(
        id=new_id(),
        issuer="https://anmeldung.example",
        subject=str(new_id()),
        sub="s",
        shown_name="Nele Neu",
        first_seen=desk.house.clock.now(),
        municipality=municipality,
    )


async def test_who_waits_to_be_known_stands_on_the_start_page_of_the_office_that_was_asked(
    desk: Desk,
) -> None:
    asked = [nobodys(desk, each) for each in (BERGKAMEN, BERGKAMEN, None)]
    await store(desk, *asked)
    office = (await cards(desk, coordinator_of(BERGKAMEN)))["unmatched"]
    assert office["number"] == 2
    assert office["urgency"] == "now"
    assert "unmatched" not in await cards(desk, coordinator_of(KAMEN))
    operator = await cards(desk, OPERATOR)
    assert operator["asked_nobody"]["number"] == 1
    assert "unmatched" not in operator
    assert "Nele" not in str(operator)


async def test_programs_that_need_a_look_are_a_matter_of_operators_and_their_own_carrier(
    desk: Desk,
) -> None:
    clerk, other = await clerk_of(desk, CARRIER), await clerk_of(desk, OTHER_CARRIER)
    now = desk.house.clock.now()
    before = await cards(desk, clerk)
    made: dict[str, Any] = {
        "carrier_id": clerk.organization_id,
        "tenant": BERGKAMEN,
        "scopes": "hires:read",
    }
    made |= {"created_at": now - timedelta(days=8), "revoked_at": None, "last_used_from": None}
    await store(
        desk,
        ApiClient(client_id="nie-benutzt", last_used_at=None, **made),
        ApiClient(client_id="wechselt", last_used_at=now, **made),
    )
    await store(
        desk,
        ClientSecret(
            secret_sha256=bytes(31) + b"1",
            client_id="wechselt",
            created_at=now,
            ends_at=now + timedelta(days=3),
        ),
        ClientSecret(
            secret_sha256=bytes(31) + b"2",
            client_id="wechselt",
            created_at=now,
            ends_at=now + timedelta(days=30),
        ),
    )
    assert before == {}
    for grant in (clerk, OPERATOR):
        told = await cards(desk, grant)
        assert told["secrets_ending"]["number"] == 1
        assert told["secrets_ending"]["urgency"] == "soon"
        assert told["unused_programs"]["number"] == 1
    for grant in (other, coordinator_of(BERGKAMEN)):
        assert not {"secrets_ending", "unused_programs"} & set(await cards(desk, grant))


async def test_wrong_codes_and_secrets_of_a_day_are_counted_for_operators_alone(
    desk: Desk,
) -> None:
    http = desk.house.http
    assert "refused" not in await cards(desk, OPERATOR)
    form = {"grant_type": "client_credentials", "client_id": "weg", "client_secret": "falsch"}
    for _ in range(2):
        assert (await http.post("/directory/oauth/token", data=form)).status_code == 401
    headers = {"sec-fetch-site": "same-origin", "accept": "text/html"}
    await http.post("/directory/anmelden/code", data={"code": "000000"}, headers=headers)
    told = (await cards(desk, OPERATOR))["refused"]
    assert told["number"] == 3
    assert "1 falscher Code, 2 falsche Geheimnisse von Programmen" in told["sentence"]
    assert told["urgency"] == "calm"
    page = await http.get(told["link"], headers=headers)
    assert "Geheimnis eines Programms" in page.text
    assert "Code aus der Mail" in page.text
    assert "refused" not in await cards(desk, coordinator_of(BERGKAMEN))
    desk.house.clock.forward(timedelta(hours=25))
    assert "refused" not in await cards(desk, OPERATOR)


async def test_what_was_refused_is_forgotten_after_a_month(desk: Desk) -> None:
    here, kept = desk.house.context("directory"), select(refusals.c.number)
    async with here.database.transaction() as uow:
        note(uow, Proof.SECOND_FACTOR)
    assert await desk.house.rows("directory", kept)
    desk.house.clock.forward(KEPT + timedelta(hours=1))
    async with here.database.transaction() as uow:
        await forget(uow)
    assert not await desk.house.rows("directory", kept)


async def test_many_refusals_are_no_slips_of_a_finger() -> None:
    [few] = rules.refused({Proof.CODE: rules.MANY_REFUSED - 1})
    [many] = rules.refused({Proof.CODE: rules.MANY_REFUSED})
    assert (few.urgency, many.urgency) == (Urgency.CALM, Urgency.SOON)
    assert "credentials refused" in many.sentence


async def test_a_secret_that_ends_within_a_day_is_urgent() -> None:
    now = datetime(2027, 1, 4, tzinfo=UTC)
    [card] = rules.secrets_ending(1, now, now)
    assert card.urgency is Urgency.NOW
