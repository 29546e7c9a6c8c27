"""The office invites people once, sees who answers, and asks the others again, but seldom."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.trainings.invitations import rules, use_cases
from services.trainings.invitations.models import invitations
from shared.clock import local_date
from shared.contracts.invitations import INVITATION_PAGE
from shared.contracts.merging import PersonMerged
from shared.ids import new_id
from tests.conftest import OpenHouse
from tests.house import URL
from tests.trainings.meeting import CATALOGUE, HTML, Meeting, Somebody, meeting

PAGE = "/einladungen"
NEW = f"{PAGE}/neu"
NAMES = ("Nele Ahrens", "Jan Beck", "Ida Cors")


async def called(open_house: OpenHouse, **given: Any) -> tuple[Meeting, list[Somebody]]:
    held = await meeting(open_house, **given)
    return held, [await held.somebody(each) for each in NAMES]


async def invite(held: Meeting, *names: str, expected: int | None = None, **given: str) -> int:
    given |= {"names": "\r\n".join(names), "expected": str(expected or len(names))}
    return (await held.post(NEW, **({"source": "people"} | given))).status_code


async def told(held: Meeting) -> int:
    rows = await held.house.rows("trainings", select(invitations.c.times))
    return sum(each.times for each in rows)


async def link_of(held: Meeting, who: Somebody) -> str:
    query = select(invitations.c.id).where(invitations.c.person_id == who.id)
    [row] = await held.house.rows("trainings", query)
    until = local_date(held.house.clock.now()) + timedelta(days=60)
    return held.house.link(INVITATION_PAGE, row.id, until).removeprefix(URL)


async def test_who_would_be_invited_is_shown_first_and_inviting_twice_does_nothing(
    open_house: OpenHouse,
) -> None:
    held, (nele, _, ida) = await called(open_house)
    await held.register(ida)
    shown = await held.post(NEW, source="people", names="\r\n".join((*NAMES, "Kim Niemand")))
    assert "2 Personen einladen?" in shown.text
    assert "mehrere: Kim Niemand" in shown.text
    assert re.search(r"Ida Cors <span class=\"kp-muted\">schon angemeldet", shown.text)
    assert await told(held) == 0
    assert await invite(held, *NAMES, expected=3) == 422
    assert await invite(held, *NAMES, expected=2) == 303
    assert await invite(held, *NAMES, expected=2) == 422
    assert await told(held) == 2
    assert "2 eingeladen, 0 zugesagt, 0 abgelehnt, 2 ohne Antwort" in await held.page(PAGE)
    assert "Sie sind eingeladen" in (await nele.get(f"{CATALOGUE}/{held.id}")).text
    assert "eingeladen" in (await nele.get(CATALOGUE)).text
    assert (await nele.get(f"/trainings/veranstaltungen/{held.id}{PAGE}")).status_code == 403


async def test_only_who_has_not_answered_is_asked_again_twice_and_after_three_working_days(
    open_house: OpenHouse,
) -> None:
    held, (nele, jan, _) = await called(open_house, days=60)
    await invite(held, *NAMES)
    assert (await nele.post(f"{CATALOGUE}/{held.id}/einladung")).status_code == 303
    assert "abgelehnt" in (await nele.get(f"{CATALOGUE}/{held.id}")).text
    await held.register(jan)
    assert "3 eingeladen, 1 zugesagt, 1 abgelehnt, 1 ohne Antwort" in await held.page(PAGE)
    assert (await held.post(PAGE)).status_code == 422
    for times in (4, 5):
        held.house.clock.forward(timedelta(days=8))
        assert "Noch einmal fragen (1)" in await held.page(PAGE)
        assert (await held.post(PAGE)).status_code == 303
        assert await told(held) == times
    held.house.clock.forward(timedelta(days=8))
    assert (await held.post(PAGE)).status_code == 422
    await jan.post(f"{CATALOGUE}/{held.id}/abmelden")
    assert "0 zugesagt, 2 abgelehnt, 1 ohne Antwort" in await held.page(PAGE)


async def test_by_invitation_only_lets_in_who_was_invited_and_nobody_else(
    open_house: OpenHouse,
) -> None:
    held, (nele, jan, _) = await called(open_house, audience="invited")
    refused = await held.post(NEW, source="audience")
    assert "nennen Sie Einzelne oder eine Gruppe" in refused.text
    await invite(held, "Nele Ahrens")
    assert (await held.register(jan)).status_code == 422
    assert "richtet sich an andere" in (await jan.get(f"{CATALOGUE}/{held.id}")).text
    assert (await jan.post(f"{CATALOGUE}/{held.id}/einladung")).status_code == 404
    assert (await held.register(nele)).status_code == 303
    assert await held.places() == {"Nele Ahrens": "confirmed"}


async def test_the_audience_and_the_last_date_are_invited_at_once(open_house: OpenHouse) -> None:
    held, (nele, jan, _) = await called(open_house, days=20)
    await held.register(jan)
    last = held.id
    await held.make(days=40)
    assert await invite(held, source="last_date", expected=1) == 303
    assert "Jan Beck" in await held.page(PAGE)
    shown = await held.post(NEW, source="audience")
    assert "2 Personen einladen?" in shown.text
    assert "schon eingeladen, ohne Antwort" in shown.text
    assert last != held.id
    cards = (await nele.get("/trainings/api/v1/cards")).text
    assert "Sie sind eingeladen" not in cards
    assert await invite(held, source="audience", expected=2) == 303
    cards = (await nele.get("/trainings/api/v1/cards")).text
    assert 'Sie sind eingeladen","number":1' in cards
    assert f"{CATALOGUE}/{held.id}" in cards


async def test_a_link_lets_who_signs_in_nowhere_decline_and_come_after_all(
    open_house: OpenHouse,
) -> None:
    held, (nele, jan, _) = await called(open_house, audience="heads", capacity="1")
    await invite(held, "Nele Ahrens", "Jan Beck")
    stranger = HTML | {"cookie": "", "origin": URL}
    ask = held.http
    link, other = await link_of(held, nele), await link_of(held, jan)
    for _ in range(2):
        page = await ask.get(link, headers=stranger)
        assert "Zusagen" in page.text
    assert await held.places() == {}
    answer = await ask.post(link, data={"answer": "decline"}, headers=stranger)
    assert answer.status_code == 303
    assert "Sie haben abgelehnt" in (await ask.get(link, headers=stranger)).text
    await ask.post(link, data={"answer": "accept"}, headers=stranger)
    assert await held.places() == {"Nele Ahrens": "confirmed"}
    full = await ask.post(other, data={"answer": "accept"}, headers=stranger)
    assert "Inzwischen sind alle Plätze vergeben" in full.text
    assert "Auf die Warteliste" in full.text
    await ask.post(other, data={"answer": "accept", "waits": "ja"}, headers=stranger)
    assert (await held.places())["Jan Beck"] == "waiting"


async def test_who_is_registered_does_not_decline_and_keep_the_seat(open_house: OpenHouse) -> None:
    held, (nele, jan, _) = await called(open_house)
    await invite(held, "Nele Ahrens", "Jan Beck")
    stranger = HTML | {"cookie": "", "origin": URL}
    link = await link_of(held, nele)
    await held.http.post(link, data={"answer": "accept"}, headers=stranger)
    told = await held.http.post(link, data={"answer": "decline"}, headers=stranger)
    assert "Sie sind schon angemeldet" in told.text
    await held.register(jan)
    assert (await jan.post(f"{CATALOGUE}/{held.id}/einladung")).status_code == 303
    rows = await held.house.rows("trainings", select(invitations.c.declined_at))
    assert [each.declined_at for each in rows] == [None, None]


async def test_an_invitation_follows_who_is_merged_and_goes_with_who_is_erased(
    open_house: OpenHouse,
) -> None:
    held, (nele, jan, ida) = await called(open_house)
    await invite(held, *NAMES)
    await jan.post(f"{CATALOGUE}/{held.id}/einladung")
    merged = PersonMerged(
        merge_id=new_id(), survivor_id=nele.id, merged_id=jan.id, employment_ids=()
    )
    await held.house.announce(merged)
    await held.house.quiet()
    rows = await held.house.rows("trainings", select(invitations))
    kept = {each.person_id: each.declined_at for each in rows}
    assert kept.keys() == {nele.id, ida.id}
    assert kept[nele.id] is not None
    async with held.house.context("trainings").database.transaction() as uow:
        await use_cases.forget(uow, [UUID(str(nele.id))])
    held.house.clock.forward(timedelta(days=30 + 15))
    async with held.house.context("trainings").database.transaction() as uow:
        await use_cases.forget_older(uow)
    assert await held.house.rows("trainings", select(invitations)) == []


async def test_nobody_is_invited_to_what_nobody_can_register_for(open_house: OpenHouse) -> None:
    held, _ = await called(open_house)
    await held.post("/schliessen")
    refused = await held.post(NEW, source="people", names="Nele Ahrens", expected="1")
    assert "Die Anmeldung ist geschlossen" in refused.text
    assert await told(held) == 0


def test_a_weekend_is_no_working_day_to_answer() -> None:
    assert rules.asked_before(date(2026, 11, 25)).day == 20
    assert rules.asked_before(date(2026, 11, 27)).day == 24
