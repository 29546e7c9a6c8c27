"""An office tells many something: looked at before, whole in the mail, once for each person."""

from collections.abc import AsyncGenerator
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from services.notifications.announcements.values import other_addresses, paragraphs
from shared.contracts.accounts import AccessRecord, AccessRole
from shared.contracts.directory import PersonRecord
from shared.contracts.notifications import (
    ANNOUNCEMENTS,
    OWN_ANNOUNCEMENTS,
    AnnouncedTo,
    AnnouncementPublished,
)
from shared.messaging.event import EVERYONE
from tests.conftest import OpenHouse
from tests.house import BERGKAMEN
from tests.notifications.conftest import announced, kept, tell
from tests.notifications.news import SUBJECT, Newsroom, of
from tests.notifications.test_codes import erase
from tests.notifications.test_preferences import choose, door
from tests.notifications.town import Town
from tests.signing_in import coordinator_of
from tests.towns import KAMEN


@pytest.fixture
async def news(open_house: OpenHouse, town: Town) -> AsyncGenerator[Newsroom]:
    newsroom = Newsroom()
    house = await open_house("notifications", municipalities=frozenset({BERGKAMEN, KAMEN}))
    await newsroom.opens(house, town)
    yield newsroom
    await newsroom.ends()


async def test_what_is_published_comes_whole_to_each_once_and_not_to_its_author(
    news: Newsroom,
) -> None:
    await news.published()
    mails = await news.mails(2)
    assert sorted(mail.recipient for mail in mails) == [
        "Jan Berg <jan@example.org>",
        "Mara Berg <mara@example.org>",
    ]
    for mail in mails:
        assert mail.subject == SUBJECT
        assert "am Freitag fällt das Netz aus.\nMehr: https://bergkamen.example/netz." in mail.text
        assert '<a href="https://bergkamen.example/netz"' in mail.html
        assert "abbestellen" in mail.text
    await news.run("owe_announcements")
    assert await news.states() == ["sent", "sent"]
    [event] = await announced(news.house, AnnouncementPublished)
    assert (event.recipients, event.edition, event.audience) == (2, 1, AnnouncedTo.WORKERS)


async def test_the_preview_is_the_mail_and_names_whom_it_reaches(news: Newsroom) -> None:
    address = await news.draft()
    page = unescape((await news.office.get(f"{address}/vorschau")).text)
    assert "2 Personen" in page
    assert "Mara Berg" in page
    assert "Sabine" not in page
    assert "Sie selbst bekommen keine Mail" in page
    seen = unescape((await news.office.get(f"{address}/vorschau/html")).text)
    assert await kept(news.house) == []
    await news.publish(address)
    mail = (await news.mails(2))[0]
    shown = seen.partition("</h1>")[2].partition("die Koordinierungsstelle")[2]
    sent = unescape(mail.html).partition("</h1>")[2].partition("die Koordinierungsstelle")[2]
    assert (
        shown.partition("Im Browser")[0].split("<a href")[:2]
        == (sent.partition("Im Browser")[0].split("<a href")[:2])
    )


@pytest.mark.parametrize(("to", "number"), [("heads", 1), ("workers", 2), ("everybody", 3)])
async def test_every_kind_of_people_is_reached_the_same_way(
    news: Newsroom, to: str, number: int
) -> None:
    """H2.27."""
    await news.published(to=to)
    assert len(await news.mails(number)) == number


async def test_nobody_sees_what_is_not_for_them(news: Newsroom) -> None:
    """H2.28: neither another office, nor another's reader."""
    address = await news.published(to="workers")
    key = address.rpartition("/")[2]
    elsewhere = await door(news.house, news.elsewhere, coordinator_of(KAMEN))
    for path in (address, f"{address}/vorschau", f"{address}/empfaenger", f"{address}/bearbeiten"):
        assert (await elsewhere.get(path)).status_code == 404
    assert SUBJECT not in (await elsewhere.get(ANNOUNCEMENTS)).text
    head = await door(news.house, news.head, of(AccessRole.HEAD))
    assert SUBJECT not in (await head.get(OWN_ANNOUNCEMENTS)).text
    assert (await head.get(f"{OWN_ANNOUNCEMENTS}/{key}")).status_code == 404
    assert (await head.get(address)).status_code == 403
    mara = await door(news.house, news.mara, of(AccessRole.WORKER))
    assert SUBJECT in (await mara.get(OWN_ANNOUNCEMENTS)).text
    assert "fällt das Netz aus" in unescape((await mara.get(f"{OWN_ANNOUNCEMENTS}/{key}")).text)


async def test_only_what_was_looked_at_is_published(news: Newsroom) -> None:
    address = await news.draft()
    version = (await news.stored()).version
    await news.changed(address, text="Ganz anders.")
    data = {"version": str(version)}
    answer = await news.office.post(f"{address}/veroeffentlichen", data=data)
    assert answer.status_code == 422
    assert "inzwischen geändert" in unescape(answer.text)
    assert (await news.stored()).edition == 0
    await news.publish(address)
    again = await news.publish(address)
    assert "schon veröffentlicht" in unescape(again.text)
    assert (await news.stored()).edition == 1


async def test_for_whom_it_is_stands_fast_once_it_is_published(news: Newsroom) -> None:
    address = await news.published()
    answer = await news.changed(address, to="heads")
    assert "steht seit der Veröffentlichung fest" in unescape(answer.text)
    news.office = await door(news.house, news.elsewhere, coordinator_of(KAMEN))
    nobody = await news.publish(await news.draft())
    assert "gehört heute niemand außer Ihnen" in unescape(nobody.text)


@pytest.mark.parametrize(
    ("field", "value", "said"),
    [
        ("subject", "", "füllen"),
        ("subject", "x" * 121, "120"),
        ("subject", "Termin\r\nBcc: alle@example.org", "Zeile"),
        ("text", "", "füllen"),
        ("text", "x" * 5001, "5000"),
        ("text", "http://bergkamen.example", "nur Adressen, die mit https"),
        ("text", "javascript:alert(1)", "nur Adressen, die mit https"),
        ("to", "group", "Gruppe"),
        ("to", "niemand", "wählen"),
        ("to", "0198c0de-0000-7000-8000-000000000000", "wählen"),
        ("remind_after", "61", "höchstens 60"),
    ],
)
async def test_what_cannot_be_sent_is_refused_in_german(
    news: Newsroom, field: str, value: str, said: str
) -> None:
    usual = {"subject": SUBJECT, "text": "Text", "to": "workers"}
    answer = await news.office.post(f"{ANNOUNCEMENTS}/neu", data={**usual, field: value})
    assert answer.status_code == 422
    assert said in unescape(answer.text)
    assert "Neue Rundmitteilung" in answer.text


@given(st.text(max_size=200))
def test_however_it_is_written_nothing_of_a_text_is_lost_and_only_https_can_be_followed(
    text: str,
) -> None:
    pieces = [piece for part in paragraphs(text) for line in part for piece in line]
    assert "".join("".join(piece.text for piece in pieces).split()) == "".join(text.split())
    assert all(p.text.lower().startswith("https://") for p in pieces if p.is_address)
    assert other_addresses(f"{text} ftp://x")


async def test_who_wants_no_announcements_gets_only_those_that_must_be_confirmed(
    news: Newsroom,
) -> None:
    mara = await door(news.house, news.mara, of(AccessRole.WORKER))
    await choose(mara, announcements="off")
    await news.published(subject="Zur Kenntnis")
    [mail] = await news.mails(1)
    assert "Jan" in mail.recipient
    await news.published(subject="Bitte lesen", to_confirm="ja")
    mails = (await news.mails(3))[1:]
    assert {mail.subject for mail in mails} == {"Bitte bestätigen: Bitte lesen"}
    assert all("abbestellen:" not in mail.text for mail in mails)
    assert all("auch wenn Sie Rundmitteilungen abbestellt haben" in mail.text for mail in mails)


async def test_what_has_not_gone_out_when_it_ends_goes_out_no_more(
    news: Newsroom, town: Town
) -> None:
    """The mails wait for a person whose name has not come yet."""
    late = of(AccessRole.HEAD)
    await tell(
        news.house,
        AccessRecord(version=1, person_id=town.head, grants=(late,)),
        tenant=EVERYONE,
    )
    address = await news.published(to="heads")
    await news.mails(1)
    assert (await news.office.post(f"{address}/beenden")).status_code == 303
    await tell(news.house, *town.people())
    await news.run("owe_announcements")
    async with news.house.context("notifications").database.reading():
        await news.house.quiet()
    assert len(await kept(news.house)) == 1
    assert (await news.changed(address, text="Neu", to="heads")).status_code in (409, 422)


async def test_who_is_no_worker_any_more_is_not_told_and_who_joins_is(news: Newsroom) -> None:
    """H2.16."""
    await news.published(takes_joiners="ja")
    await news.mails(2)
    joined = AccessRecord(version=2, person_id=news.head, grants=(of(AccessRole.WORKER),))
    await tell(news.house, joined, tenant=EVERYONE)
    await news.run("take_in_joiners")
    await news.run("owe_announcements")
    await news.mails(3)
    await news.run("take_in_joiners")
    await news.run("owe_announcements")
    assert await news.states() == ["sent"] * 3
    left = AccessRecord(version=2, person_id=news.jan, grants=(of(AccessRole.HEAD),))
    await tell(news.house, left, tenant=EVERYONE)
    address = f"{ANNOUNCEMENTS}/{(await news.stored()).id}"
    await news.changed(address, text="Neue Zeit.", takes_joiners="ja")
    await news.publish(address)
    mails = (await news.mails(5))[3:]
    assert sorted(mail.recipient.partition(" ")[0] for mail in mails) == ["Mara", "Sabine"]
    assert {mail.subject for mail in mails} == {f"Geändert: {SUBJECT}"}


async def test_erased_people_and_old_announcements_leave_nothing(news: Newsroom) -> None:
    await news.published(to_confirm="ja")
    await erase(news.house, PersonRecord, news.mara)
    assert set(await news.told()) == {news.jan}
    await erase(news.house, PersonRecord, news.author)
    assert (await news.stored()).author_id is None
    news.waits(days=366)
    await news.run("end_old_announcements")
    assert (await news.stored()).ended_at is not None
    news.waits(days=366)
    await news.run("end_old_announcements")
    assert await news.told() == {}
