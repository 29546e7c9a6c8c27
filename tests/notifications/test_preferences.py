"""Who wants no mails on a topic gets none, and never misses what is critical."""

from html import unescape
from uuid import UUID

import pytest
from httpx2 import AsyncClient, Response
from sqlalchemy import select

from services.notifications.mails.values import Topic, Urgency, every_kind
from services.notifications.preferences.forms import PreferenceForm
from services.notifications.preferences.models import Preference
from services.notifications.preferences.values import choosable
from shared.contracts.accounts import AccessRole, Grant
from shared.contracts.directory import PersonRecord, Role
from shared.ids import new_id
from tests.asking import cookie
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House
from tests.notifications.conftest import kept, settled, tell
from tests.notifications.test_codes import erase
from tests.notifications.town import Town, task
from tests.signing_in import OPERATOR, coordinator_of

PAGE = "/notifications/benachrichtigungen"


async def door(house: House, person_id: UUID, *grants: Grant) -> AsyncClient:
    """Somebody's own browser."""
    cookies = await house.sign_in(*grants, person_id=person_id)
    headers = {"cookie": cookie(cookies), "accept": "text/html", "origin": URL}
    return AsyncClient(transport=house.http._transport, base_url=URL, headers=headers)


def at(role: AccessRole, organization_id: UUID) -> Grant:
    return Grant(role=role, municipality=BERGKAMEN, organization_id=organization_id)


async def chosen(house: House) -> set[tuple[UUID, str, str]]:
    rows = await house.rows("notifications", select(Preference.__table__))
    return {(row.person_id, row.topic, row.mode) for row in rows}


async def choose(http: AsyncClient, **wanted: str) -> Response:
    return await http.post(PAGE, data=wanted)


async def test_who_wants_no_tasks_by_mail_gets_none_and_the_others_do(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    http = await door(house, town.head, at(AccessRole.HEAD, town.school))
    answer = await choose(http, onboarding="off")
    assert answer.status_code == 303
    await tell(
        house,
        town.started(
            task("office", Role.HEAD, town.school), task("computer", Role.IT, town.school)
        ),
    )
    await settled(house, "sent", "sent", "withdrawn")
    recipients = [mail.recipient for mail in await kept(house)]
    assert not any("sabine@" in each for each in recipients)


async def test_a_wish_holds_for_what_lies_ready_already(open_house: OpenHouse, town: Town) -> None:
    """The letter waits for a copy that comes when the wish is known."""
    house = await open_house("notifications")
    await tell(house, *town.organizations(), town.titles(), town.hired())
    http = await door(house, town.worker, at(AccessRole.WORKER, town.carrier))
    await choose(http, onboarding="off")
    await tell(house, *town.people())
    await settled(house, "withdrawn")
    assert await kept(house) == []


async def test_only_what_is_not_usual_is_stored_and_it_can_be_taken_back(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    http = await door(house, town.worker, at(AccessRole.WORKER, town.carrier))
    await choose(http, onboarding="off", surveys="now", consultations="off")
    assert await chosen(house) == {
        (town.worker, "onboarding", "off"),
        (town.worker, "consultations", "off"),
    }
    await choose(http, onboarding="off", surveys="off", consultations="now")
    assert await chosen(house) == {
        (town.worker, "onboarding", "off"),
        (town.worker, "surveys", "off"),
    }
    await choose(http)
    assert len(await chosen(house)) == 2
    page = unescape((await http.get(PAGE)).text)
    assert page.count(" checked") == 7
    assert [page.count(f'value="{mode}" checked') for mode in ("off", "now")] == [2, 5]


async def test_nobody_chooses_about_what_concerns_them_in_no_role(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    http = await door(house, town.worker, at(AccessRole.WORKER, town.carrier))
    page = unescape((await http.get(PAGE)).text)
    assert "Befragungen" in page
    assert "Wenn jemand meldet" not in page
    assert "Wer an Ihrer Schule" not in page
    await choose(http, barriers="off", cover="off")
    assert await chosen(house) == set()


async def test_a_head_chooses_about_surveys_that_ask_them_and_takes_that_back(
    open_house: OpenHouse, town: Town
) -> None:
    """A link in a mail gives them up, and this is the way back."""
    house = await open_house("notifications")
    http = await door(house, town.head, at(AccessRole.HEAD, town.school))
    await choose(http, surveys="off")
    assert await chosen(house) == {(town.head, "surveys", "off")}
    await choose(http, surveys="now")
    assert await chosen(house) == set()


async def test_who_has_two_roles_chooses_for_both(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    http = await door(house, town.head, at(AccessRole.HEAD, town.school), coordinator_of(BERGKAMEN))
    page = unescape((await http.get(PAGE)).text)
    assert "Wer an Ihrer Schule" in page
    assert "Wenn jemand meldet" in page


@pytest.mark.parametrize("wanted", ["vielleicht", "hourly", "\x00"])
async def test_what_nobody_can_choose_is_refused_and_nothing_changes(
    open_house: OpenHouse, town: Town, wanted: str
) -> None:
    house = await open_house("notifications")
    http = await door(house, town.worker, at(AccessRole.WORKER, town.carrier))
    await choose(http, onboarding="off")
    answer = await choose(http, onboarding=wanted)
    assert answer.status_code in (400, 422)
    assert await chosen(house) == {(town.worker, "onboarding", "off")}


async def test_what_is_critical_is_said_and_cannot_be_turned_off(open_house: OpenHouse) -> None:
    house = await open_house("notifications")
    operator = new_id()
    http = await door(house, operator, OPERATOR)
    page = unescape((await http.get(PAGE)).text)
    assert "Codes zum Anmelden" in page
    await choose(http, **{"sign-in": "off", "sign_in": "off"})
    assert await chosen(house) == set()


def test_every_topic_has_its_field_unless_all_of_it_is_critical() -> None:
    assert list(PreferenceForm.model_fields) == [each.value for each in choosable()]
    critical = {m.topic for m in every_kind().values() if m.urgency is Urgency.CRITICAL}
    assert {*Topic} - {*choosable()} == {Topic.SIGN_IN} <= critical


async def test_nothing_is_kept_of_what_somebody_wanted_who_was_erased(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.people())
    http = await door(house, town.worker, at(AccessRole.WORKER, town.carrier))
    await choose(http, surveys="off")
    await erase(house, PersonRecord, town.worker)
    assert await chosen(house) == set()
