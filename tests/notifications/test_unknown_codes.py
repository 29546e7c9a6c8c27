"""Codes that only a later version lists, in what others announce and in our own tables."""

from datetime import timedelta

from sqlalchemy import Table, select, update

from services.notifications.mailbox.models import kept_mails
from services.notifications.models import messages
from services.notifications.undeliverable.models import given_up
from shared.clock import local_date
from shared.contracts.directory import Role
from shared.contracts.surveys import Occasion
from shared.contracts.trainings import ClosingReason
from shared.messaging.tables import parked
from tests.conftest import OpenHouse
from tests.house import House
from tests.notifications.conftest import kept, settled, tell
from tests.notifications.post import Post
from tests.notifications.test_undeliverable import API, refuse
from tests.notifications.test_undeliverable import given_up as listed
from tests.notifications.town import Town, task

LATER = "invented_later"


async def rename(house: House, table: Table) -> None:
    """As if a later version had written what stands there."""
    async with house.context("notifications").database.transaction() as uow:
        await uow.session.execute(update(table).values(kind=LATER, role=LATER))


async def test_a_role_nobody_knows_gets_no_mail_and_is_no_fault(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    unknown = task("keys", Role(LATER), town.school)
    await tell(house, town.started(unknown, task("office", Role.HEAD, town.school)))
    rows = await settled(house, "sent", "sent")
    assert [row.role for row in rows] == ["worker", "head"]
    assert await house.rows("notifications", select(parked)) == []


async def test_an_invitation_for_an_occasion_nobody_knows_goes_out_and_names_it(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    closes_on = local_date(house.clock.now()) + timedelta(days=9)
    invited = town.invited(closes_on).model_copy(update={"occasion": Occasion(LATER)})
    await tell(house, *town.everything(), town.hired(), invited)
    await settled(house, "sent", "sent")
    [mail] = [mail for mail in await kept(house) if mail.kind == "survey_invitation"]
    assert mail.subject == f"Kurzbefragung: Wie geht es Ihnen? ({LATER})"


async def test_an_onboarding_that_ends_for_a_reason_nobody_knows_sends_nothing_more(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, town.started(task("office", Role.HEAD, town.school)))
    await tell(house, town.closed(ClosingReason(LATER)))
    await settled(house, "withdrawn")


async def test_the_mailbox_shows_a_mail_of_a_kind_nobody_knows(
    open_house: OpenHouse, town: Town
) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await settled(house, "sent")
    await rename(house, kept_mails)
    [mail] = await kept(house)
    for path in ("", f"/{mail.id}"):
        page = await house.http.get(f"/notifications/postfach{path}")
        assert page.status_code == 200
        assert LATER in page.text
    [item] = (await house.http.get("/notifications/api/v1/mailbox")).json()
    assert (item["kind"], item["to_role"]) == (LATER, LATER)


async def test_a_letter_of_a_kind_nobody_knows_waits_for_who_can_write_it(
    house_with_post: House, post: Post, town: Town
) -> None:
    house = house_with_post
    await refuse(house, post, town)
    await rename(house, messages)
    await rename(house, given_up)
    page = await house.http.get("/notifications/versand")
    assert page.status_code == 200
    assert f"{LATER}, {LATER}" in page.text
    items = await listed(house)
    assert [(item["kind"], item["role"]) for item in items] == [(LATER, LATER)] * 2
    for item in items:
        await house.http.post(f"{API}/{item['letter_id']}/put-back")
    await settled(house, "queued", "queued")
    assert await listed(house) == []
    assert LATER in (await house.http.get("/notifications/versand")).text
