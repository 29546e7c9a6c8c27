"""Who holds a role is told that there is something to see: at once, once, and not too often."""

import asyncio
from collections.abc import Sequence
from datetime import date, timedelta
from uuid import UUID

import pytest
from prometheus_client import generate_latest
from sqlalchemy import delete, select
from structlog.testing import capture_logs

from services.notifications.deliveries.values import CHANNEL
from services.notifications.mails.use_cases import write_notice
from services.notifications.mails.values import BARRIER, GATHERED, MONTH, NoticeContext, Told
from services.notifications.messages.jobs import forget_notices
from services.notifications.messages.rules import APART
from services.notifications.models import deliveries, messages
from services.notifications.sending.use_cases import measure
from services.notifications.undeliverable.models import given_up
from services.notifications.values import Content, Person
from shared.clock import local_date
from shared.contracts.accounts import AccessRecord, AccessRole, Grant
from shared.contracts.directory import BarrierReported, PersonRecord, report_number
from shared.contracts.notifications import LINKS
from shared.ids import new_id
from shared.links import LinkMaker
from shared.messaging.event import EVERYONE
from shared.web.sessions.models import access as copies
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN, URL, House
from tests.notifications.conftest import OpenWithPost, kept, tell
from tests.notifications.post import Post
from tests.notifications.test_codes import erase
from tests.notifications.test_smtp import part
from tests.notifications.town import Town, person
from tests.one_key import OneKey
from tests.shared.messaging.meters import Growth, told
from tests.signing_in import OPERATOR, coordinator_of

KAMEN = "05978020"
AYSE = "koordination@bergkamen.example"
BERND = "betrieb@kreis.example"
FIRST_DAY = date(2026, 11, 26)


class Office:
    """A coordinator here, one elsewhere, an operator, and a clerk who is told nothing."""

    def __init__(self) -> None:
        self.ayse, self.bernd, self.elsewhere, self.clerk = (new_id() for _ in range(4))

    async def opens(self, house: House, town: Town) -> None:
        carrier = Grant(role=AccessRole.CARRIER, municipality=BERGKAMEN, organization_id=new_id())
        await tell(house, *town.organizations())
        await tell(
            house,
            person(self.ayse, "Ayşe", "Yıldız", AYSE),
            person(self.bernd, "Bernd", "Trieb", BERND),
            person(self.elsewhere, "Kai", "Kamen", "kai@kamen.example"),
            person(self.clerk, "Paul", "Personal", "personal@awo.example"),
            access(self.ayse, coordinator_of(BERGKAMEN)),
            access(self.bernd, OPERATOR, coordinator_of(BERGKAMEN)),
            access(self.elsewhere, coordinator_of(KAMEN)),
            access(self.clerk, carrier),
            tenant=EVERYONE,
        )


def access(person_id: UUID, *grants: Grant) -> AccessRecord:
    return AccessRecord(version=1, person_id=person_id, grants=grants)


async def opened(house: House) -> House:
    """Without the operator as whom the house's own browser is signed in."""
    async with house.context("notifications").database.transaction() as uow:
        await uow.session.execute(delete(copies))
    return house


async def asleep(house: House) -> None:
    """Wait until a notice waits for a name, and would not look again by itself for minutes."""
    waits = select(deliveries.c.not_before).where(deliveries.c.waits_for.is_not(None))
    async with asyncio.timeout(10):
        while not await house.rows("notifications", waits):
            await asyncio.sleep(0.02)


async def report(house: House, tenant: str = BERGKAMEN) -> UUID:
    report_id = new_id()
    await tell(house, BarrierReported(report_id=report_id), tenant=tenant)
    return report_id


async def lane(house: House, *wanted: str) -> Sequence[tuple[str, str | None]]:
    """State and failure of every notice, the oldest first, once there are as many as wanted."""
    both = messages.join(deliveries, deliveries.c.message_id == messages.c.id)
    query = (
        select(deliveries.c.state, given_up.c.cause)
        .select_from(both.outerjoin(given_up, given_up.c.letter_id == messages.c.id))
        .where(messages.c.person_id.is_not(None))
        .order_by(messages.c.id)
    )
    async with asyncio.timeout(10):
        while True:
            found = [(row.state, row.cause) for row in await house.rows("notifications", query)]
            if sorted(state for state, _ in found) == sorted(wanted):
                await house.quiet()
                return found
            await asyncio.sleep(0.01)


def later(house: House, by: timedelta = GATHERED) -> None:
    """When what has been gathered goes out."""
    house.clock.forward(by)
    house.context("notifications").database.notifier.notify(CHANNEL)


@pytest.fixture
def office() -> Office:
    return Office()


async def test_who_acts_for_the_municipality_and_who_runs_it_get_one_mail_each(
    open_house: OpenHouse, town: Town, office: Office
) -> None:
    house = await opened(await open_house("notifications"))
    await office.opens(house, town)
    report_id = await report(house)
    later(house)
    await lane(house, "sent", "sent")
    mails = await kept(house)
    assert {mail.worker_id for mail in mails} == {office.ayse, office.bernd}
    for mail in mails:
        assert mail.subject == "Eine Barriere wurde gemeldet"
        [link] = mail.links
        assert link.endswith(f"/directory/barrieren/{report_id}")
        assert report_number(report_id) in mail.text
        assert "Stadt Bergkamen" in mail.text


async def test_what_is_nobodys_municipality_reaches_the_operators_alone(
    open_house: OpenHouse, town: Town, office: Office
) -> None:
    house = await opened(await open_house("notifications"))
    await office.opens(house, town)
    await report(house, EVERYONE)
    later(house)
    await lane(house, "sent")
    [mail] = await kept(house)
    assert mail.worker_id == office.bernd
    assert "Von welcher Kommune die Meldung kommt, ist nicht bekannt" in mail.text
    assert "Verantwortlich" not in mail.text


async def test_what_happens_within_an_hour_stands_in_one_second_mail(
    open_house: OpenHouse, town: Town
) -> None:
    house, bernd = await opened(await open_house("notifications")), new_id()
    await tell(house, person(bernd, "Bernd", "Trieb", BERND), access(bernd, OPERATOR))
    await report(house)
    later(house)
    await lane(house, "sent")
    second_hour = [await report(house) for _ in range(2)]
    await lane(house, "sent", "queued", "queued")
    later(house, APART)
    await lane(house, *["sent"] * 3)
    first, second = await kept(house)
    assert second.subject == "2 Barrieren wurden gemeldet"
    assert all(report_number(each) in second.text for each in second_hour)
    assert not any(report_number(each) in first.text for each in second_hour)


async def test_a_role_that_is_over_and_one_that_has_not_begun_are_told_nothing(
    open_house: OpenHouse,
) -> None:
    house = await opened(await open_house("notifications"))
    today = local_date(house.clock.now())
    over = coordinator_of(BERGKAMEN).model_copy(update={"valid_to": today - timedelta(days=1)})
    ahead = OPERATOR.model_copy(update={"valid_from": today + timedelta(days=1)})
    await tell(house, access(new_id(), over), access(new_id(), ahead), tenant=EVERYONE)
    with capture_logs() as logs:
        await report(house)
    assert "notice.for-nobody" in [line["event"] for line in logs]
    await lane(house)


async def test_it_waits_for_a_name_and_an_address_that_come_later(open_house: OpenHouse) -> None:
    house, bernd = await opened(await open_house("notifications")), new_id()
    await tell(house, access(bernd, OPERATOR), tenant=EVERYONE)
    await report(house)
    later(house)
    await asleep(house)
    await tell(house, person(bernd, "Bernd", "Trieb", BERND), tenant=EVERYONE)
    await lane(house, "sent")
    [mail] = await kept(house)
    assert "Guten Tag Bernd Trieb," in mail.text


async def test_what_the_server_refuses_for_good_is_given_up_and_said_to_operators(
    open_with_post: OpenWithPost, post: Post, town: Town, office: Office
) -> None:
    post.refuse[BERND] = f"550 5.1.1 {BERND}"
    house = await opened(await open_with_post(post.url))
    failed = Growth("letters_failed_total", service="notifications", kind="barrier_reported")
    await office.opens(house, town)
    with capture_logs() as logs:
        await report(house)
        later(house)
        found = await lane(house, "sent", "undeliverable")
        await measure(house.context("notifications"))
    assert sorted(found, key=str) == [("sent", None), ("undeliverable", "recipient")]
    assert failed.now() == {"letters_failed_total": 1}
    house.http.cookies.update(await house.sign_in(OPERATOR))
    page = (await house.http.get("/notifications/versand")).text
    assert "Der Mailserver lehnt den Empfänger ab" in page
    for text in (str(logs), page, generate_latest().decode()):
        assert BERND not in text
        assert AYSE not in text


async def test_while_the_server_is_away_it_waits_and_then_goes_out_once(
    open_with_post: OpenWithPost, post: Post, town: Town, office: Office
) -> None:
    post.close()
    house = await opened(await open_with_post(post.url))
    await office.opens(house, town)
    await report(house)
    labels = {"service": "notifications", "kind": "barrier_reported"}
    await measure(house.context("notifications"))
    assert told("letters_waiting", **labels) == 2
    later(house)
    post.open()
    await lane(house, "sent", "sent")
    assert sorted(each for mail in post.recipients for each in mail) == [BERND, AYSE]
    assert "eingegangen am" in part(post.mails[0], "plain")


async def test_a_month_later_nobody_remembers_who_was_told(
    open_house: OpenHouse, town: Town, office: Office
) -> None:
    house = await opened(await open_house("notifications"))
    await office.opens(house, town)
    await report(house)
    later(house)
    await lane(house, "sent", "sent")
    house.clock.forward(MONTH + timedelta(hours=1))
    async with house.context("notifications").database.transaction() as uow:
        await forget_notices(uow)
    await lane(house)
    assert await kept(house) == []


async def test_nothing_is_kept_of_somebody_who_was_erased(
    open_house: OpenHouse, town: Town, office: Office
) -> None:
    house = await opened(await open_house("notifications"))
    await office.opens(house, town)
    await report(house)
    later(house)
    await lane(house, "sent", "sent")
    await erase(house, PersonRecord, office.ayse)
    await lane(house, "sent")
    assert {mail.worker_id for mail in await kept(house)} == {office.bernd}


def written(count: int, office: str) -> Content:
    to = Person(new_id(), "Ayşe", "Yıldız", AYSE)
    reports = [Told(new_id(), FIRST_DAY + timedelta(days=day)) for day in range(count)]
    links = LinkMaker(OneKey(LINKS), URL)
    return write_notice(BARRIER, NoticeContext(to, office, reports, links, FIRST_DAY))


@pytest.mark.parametrize("office", ["Stadt Bergkamen", ""])
@pytest.mark.parametrize("count", [1, 3])
def test_the_mail_says_where_to_read_and_until_when_to_answer(count: int, office: str) -> None:
    mail = written(count, office)
    assert len(mail.links) == count
    for text in (mail.text, mail.html):
        assert all(link in text for link in mail.links)
        assert "Guten Tag Ayşe Yıldız," in text
        assert "Sie erhalten diese Nachricht, weil Sie" in text
        assert "Donnerstag, 10. Dezember 2026" in text
        assert ("Verantwortlich: Stadt Bergkamen." in text) == bool(office)
    assert "Yıldız" not in mail.subject
