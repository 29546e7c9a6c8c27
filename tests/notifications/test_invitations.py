"""Mails beside the code: an invitation, and what happened to the second step."""

import asyncio
from typing import Any

import pytest

from shared.contracts.accounts import AccessRole, Invited, SecurityNotice
from shared.ids import new_id
from tests.house import BERGKAMEN, House
from tests.notifications.conftest import tell
from tests.notifications.post import Post
from tests.notifications.test_codes import ADDRESS, announce, asked, house, until
from tests.notifications.test_smtp import part
from tests.notifications.town import Town, person

__all__ = ["house"]


async def test_what_happened_to_the_second_step_is_said_without_a_code_or_a_link(
    house: House, post: Post
) -> None:
    known = [each for each in SecurityNotice if each is not SecurityNotice.INVITED]
    someone, every = new_id(), [*known, SecurityNotice("invented_later")]
    await tell(house, person(someone, "Sabine", "Größchen", "anderswo@schule.example"))
    by = dict.fromkeys(every, "Firefox, Windows") | {SecurityNotice.RESET: ""}
    for number, (notice, browser) in enumerate(by.items(), 1):
        told = await asked(house, someone, sealed_code="", browser=browser, notice=notice)
        await announce(house, told)
        await until_sent(post, number)
        assert post.recipients[-1] == [ADDRESS]
        assert "Größchen" not in post.mails[-1]["Subject"]
        for text in (part(post.mails[-1], "plain"), part(post.mails[-1], "html")):
            assert "Guten Tag Sabine Größchen," in text
            assert (browser or "Ihre Koordinierungsstelle oder den Betrieb") in text
            assert "Das waren Sie nicht?".lower() in text.lower()
            assert "Meine Anmeldungen" in text
            assert "http" not in text
            assert "None" not in text
    said = {mail["Subject"] for mail in post.mails}
    assert len(post.mails) == len(every)
    assert "Ein Wiederherstellungscode wurde benutzt" in said


@pytest.mark.parametrize(
    ("by", "role", "inviter", "as_what"),
    [
        ("coordinator", "head", "die Koordinierungsstelle (Stadt Bergkamen)", "Schulleitung, "),
        ("operator", "coordinator", "der Betrieb von Knotenpunkt", "Koordinierungsstelle, Stadt"),
        ("carrier", "worker", "Ihr Anstellungsträger (", "Fachkraft, "),
    ],
)
async def test_an_invitation_says_who_invites_as_what_and_how_to_sign_in(
    house: House, post: Post, town: Town, by: str, role: str, inviter: str, as_what: str
) -> None:
    someone = new_id()
    await tell(house, *town.organizations())
    await tell(house, person(someone, "Sabine", "Größchen", "anderswo@schule.example"))
    place = {"head": town.school, "worker": town.carrier}.get(role)
    invited = Invited(
        by=AccessRole(by), role=AccessRole(role), municipality=BERGKAMEN, organization_id=place
    )
    told: dict[str, Any] = {
        "sealed_code": "",
        "browser": "",
        "notice": SecurityNotice.INVITED,
    }
    await announce(house, await asked(house, someone, invited=invited, **told))
    await until(house, (1, None))
    [mail] = post.mails
    assert mail["Subject"] == "Ihre Einladung zu Knotenpunkt"
    for text in (part(mail, "plain"), part(mail, "html")):
        assert "Guten Tag Sabine Größchen," in text
        assert f"{inviter}" in text
        assert as_what in text
        assert ADDRESS in text
        assert "Geben Sie knotenpunkt.test in die Adresszeile" in text
        assert "http" not in text
        assert "None" not in text


async def test_an_invitation_waits_for_no_name_of_a_place(house: House, post: Post) -> None:
    invited = Invited(by=AccessRole("coordinator"), role=AccessRole("head"), municipality="1")
    told: dict[str, Any] = {
        "sealed_code": "",
        "browser": "",
        "notice": SecurityNotice.INVITED,
    }
    await announce(house, await asked(house, invited=invited, **told))
    await until(house, (1, None))
    assert "weil die Koordinierungsstelle für Sie" in part(post.mails[0], "plain")


async def until_sent(post: Post, number: int) -> None:
    async with asyncio.timeout(10):
        while len(post.mails) < number:
            await asyncio.sleep(0.01)
