"""The mailbox of an installation that sends no mail."""

import re
from html import unescape

from prometheus_client import generate_latest

from shared.contracts.directory import Role
from shared.database.paging import PAGE_SIZE
from shared.ids import new_id
from shared.telemetry.measures import measures
from tests.conftest import OpenHouse
from tests.house import House
from tests.notifications.conftest import kept, settled, tell
from tests.notifications.town import Town, task


async def house_with_mail(open_house: OpenHouse, town: Town) -> House:
    house = await open_house("notifications")
    await tell(house, *town.everything(), town.hired())
    await tell(house, town.started(task("office", Role.HEAD, town.school)))
    await settled(house, "sent", "sent")
    return house


async def test_an_empty_mailbox_says_what_will_come(open_house: OpenHouse) -> None:
    house = await open_house("notifications")

    page = await house.http.get("/notifications/postfach")

    assert page.status_code == 200
    assert "Noch keine Nachrichten" in page.text


async def test_the_newest_mail_comes_first_and_leads_to_itself(
    open_house: OpenHouse, town: Town
) -> None:
    house = await house_with_mail(open_house, town)
    welcome, tasks = await kept(house)

    page = (await house.http.get("/notifications/postfach")).text

    assert page.index(f"/notifications/postfach/{tasks.id}") < page.index(
        f"/notifications/postfach/{welcome.id}"
    )
    mail = await house.http.get(f"/notifications/postfach/{tasks.id}")
    assert mail.status_code == 200
    assert "Sabine Größchen &lt;sabine@overberg.schule.example&gt;" in mail.text
    assert f'src="/notifications/postfach/{tasks.id}/html"' in mail.text


async def test_a_mail_in_its_frame_may_be_styled_and_nothing_else(
    open_house: OpenHouse, town: Town
) -> None:
    house = await house_with_mail(open_house, town)
    _, tasks = await kept(house)
    path = f"/notifications/postfach/{tasks.id}"

    framed = await house.http.get(f"{path}/html")
    page = await house.http.get(path)

    policy = framed.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox" in policy
    assert "allow-scripts" not in policy
    assert "unsafe-inline" not in page.headers["content-security-policy"]
    assert '<base target="_blank">' in framed.text
    assert tasks.links[0] in framed.text


async def test_the_text_of_a_mail_can_be_read(open_house: OpenHouse, town: Town) -> None:
    house = await house_with_mail(open_house, town)
    _, tasks = await kept(house)

    text = await house.http.get(f"/notifications/postfach/{tasks.id}/text")

    assert text.headers["content-type"] == "text/plain; charset=utf-8"
    assert text.text == tasks.text


async def test_a_name_that_looks_like_html_stays_a_name(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    people = [
        one.model_copy(update={"given_name": "<b>Jörg-Uwe</b>"})
        if one.person_id == town.worker
        else one
        for one in town.people()
    ]
    await tell(house, *people, *town.organizations(), town.titles(), town.hired())
    await settled(house, "sent")
    [mail] = await kept(house)

    framed = await house.http.get(f"/notifications/postfach/{mail.id}/html")

    assert "<b>Jörg-Uwe</b>" not in framed.text
    assert "<b>Jörg-Uwe</b>" in mail.text


async def test_the_mailbox_can_be_asked_about_one_worker(open_house: OpenHouse, town: Town) -> None:
    house = await house_with_mail(open_house, town)
    _, tasks = await kept(house)

    found = (await house.http.get(f"/notifications/api/v1/mailbox?worker={town.worker}")).json()

    assert [(one["kind"], one["to_role"]) for one in found] == [
        ("tasks", "head"),
        ("welcome", "worker"),
    ]
    assert found[0]["url"] == f"http://knotenpunkt.test/notifications/postfach/{tasks.id}"
    assert found[0]["links"] == tasks.links
    nobody = await house.http.get(f"/notifications/api/v1/mailbox?worker={new_id()}")
    assert nobody.json() == []


async def test_many_mails_are_shown_page_by_page(open_house: OpenHouse, town: Town) -> None:
    house = await open_house("notifications")
    await tell(house, *town.everything(), *town.hired_often(40))
    await settled(house, *["sent"] * 40)
    mails = [str(mail.id) for mail in reversed(await kept(house))]
    address = "/notifications/postfach"

    first = (await house.http.get(address)).text
    second = (await house.http.get(leads_to(first, "next"))).text
    back = (await house.http.get(leads_to(second, "prev"))).text

    assert shown(first, mails) == mails[:PAGE_SIZE]
    assert shown(second, mails) == mails[PAGE_SIZE:]
    assert shown(back, mails) == mails[:PAGE_SIZE]
    assert ('rel="prev"' in first, 'rel="next"' in first) == (False, True)
    assert ('rel="prev"' in second, 'rel="next"' in second) == (True, False)


async def test_a_mail_that_does_not_exist_is_not_found(open_house: OpenHouse) -> None:
    house = await open_house("notifications")

    for path in ("", "/html", "/text"):
        answer = await house.http.get(f"/notifications/postfach/{new_id()}{path}")
        assert answer.status_code == 404


async def test_what_was_sent_is_counted(open_house: OpenHouse, town: Town) -> None:
    await house_with_mail(open_house, town)

    await measures.take()
    metrics = generate_latest().decode()

    assert 'knotenpunkt_letters_sent_total{kind="welcome",service="notifications"}' in metrics
    assert 'knotenpunkt_letters_waiting{kind="tasks",service="notifications"}' in metrics


def shown(page: str, mails: list[str]) -> list[str]:
    return [mail for mail in mails if f'/notifications/postfach/{mail}"' in page]


def leads_to(page: str, way: str) -> str:
    [address] = re.findall(rf'rel="{way}" href="([^"]+)"', page)
    return unescape(str(address))
