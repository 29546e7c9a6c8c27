"""A school list that names somebody who may be known already asks, and does what is answered."""

import re
from html import unescape
from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.directory.organizations.models import contacts, organizations
from services.directory.people.models import people
from shared.contracts.directory import Role
from tests.directory.conftest import Desk
from tests.directory.test_organization_import import CHANGED, NEW, SAME, take_over, upload
from tests.directory.test_organization_pages import HTML, LIST, office, said
from tests.house import BERGKAMEN

__all__ = ["office"]

CLAUDIA = "Claudia;Reinders;claudia.reinders@example.org"
AGAIN = f"199998;Neue Schule;Grundschule;ja;{CLAUDIA}"
MARRIED = SAME.replace(CLAUDIA, "Claudia;Reinders-Öz;claudia.reinders@example.org")


async def head_of(desk: Desk, number: str) -> tuple[UUID, str, str]:
    """Id, family name and address of who leads the school."""
    query = (
        select(people.c.id, people.c.family_name, people.c.email)
        .join(contacts, contacts.c.person_id == people.c.id)
        .join(organizations, organizations.c.id == contacts.c.organization_id)
        .where(
            people.c.tenant == BERGKAMEN,
            organizations.c.tenant == BERGKAMEN,
            organizations.c.school_number == number,
            contacts.c.role == Role.HEAD,
        )
    )
    [row] = await desk.house.rows("directory", query)
    return UUID(str(row.id)), row.family_name, row.email


def offered(page: str) -> list[tuple[str, str]]:
    """The answers to all questions, but that it is somebody new."""
    return [
        (value, unescape(text))
        for value, text in re.findall(r'<option value="([^"]+)">([^<]+)</option>', page)
    ]


async def answer(desk: Desk, preview: str, *answers: str) -> int:
    [kept] = re.findall(r'name="kept" value="([^"]+)"', preview)
    form: Any = {"kept": kept, "answers": list(answers)}
    done = await desk.house.http.post(f"{LIST}/import/uebernehmen", data=form, headers=HTML)
    return done.status_code


async def test_whoever_is_known_may_be_chosen_and_stays_as_they_are(office: Desk) -> None:
    known = await head_of(office, "100001")
    async with office.storing_nothing():
        preview = await upload(office, AGAIN.replace("claudia.reinders@", "leitung@"))
    assert "Gibt es schon?" in said(preview)
    assert "Schulleitung, Neue Schule (Zeile 1): Claudia Reinders, leitung@" in said(preview)
    [(same, text)] = offered(preview.text)
    assert text.startswith("Claudia Reinders (")
    assert "gleicher Name" in text
    assert await answer(office, preview.text, same) == 303
    assert await head_of(office, "199998") == known
    assert await head_of(office, "100001") == known


async def test_without_an_answer_it_is_somebody_new(office: Desk) -> None:
    known = await head_of(office, "100001")
    preview = await upload(office, AGAIN)
    assert (await take_over(office, preview)).status_code == 303
    new = await head_of(office, "199998")
    assert new[0] != known[0]
    assert new[1:] == known[1:]


async def test_an_answer_that_was_not_offered_means_nothing(office: Desk) -> None:
    known = await head_of(office, "100001")
    other = await head_of(office, "100002")
    preview = await upload(office, AGAIN)
    [(same, _)] = offered(preview.text)
    assert await answer(office, preview.text, same.replace(str(known[0]), str(other[0]))) == 303
    assert (await head_of(office, "199998"))[0] not in (known[0], other[0])


async def test_whoever_leads_the_school_and_has_another_name_now_stays_the_same(
    office: Desk,
) -> None:
    known = await head_of(office, "100001")
    preview = await upload(office, MARRIED)
    [(same, _)] = offered(preview.text)
    assert await answer(office, preview.text, same) == 303
    assert await head_of(office, "100001") == (known[0], "Reinders-Öz", known[2])
    again = said(await upload(office, MARRIED))
    assert "1 unverändert" in again
    assert "Gibt es schon?" not in again


async def test_whoever_leads_the_school_no_longer_goes_when_another_is_chosen(
    office: Desk,
) -> None:
    known, before = await head_of(office, "100001"), await head_of(office, "100002")
    preview = await upload(office, CHANGED.replace("Ole;Brandt;o.brandt@example.org", CLAUDIA))
    [(same, _)] = offered(preview.text)
    assert await answer(office, preview.text, same) == 303
    assert await head_of(office, "100002") == known
    acts = select(contacts.c.role).where(contacts.c.person_id == before[0])
    assert await office.house.rows("directory", acts) == []


async def test_who_becomes_known_after_the_preview_is_asked_about_before_anything_is_stored(
    office: Desk,
) -> None:
    preview = await upload(office, NEW)
    assert "Gibt es schon?" not in said(preview)
    other = NEW.replace("199998;Neue", "199997;Andere")
    assert (await take_over(office, await upload(office, other))).status_code == 303
    async with office.storing_nothing():
        anew = await take_over(office, preview)
    assert anew.status_code == 409
    assert "Eva Kern (" in said(anew)
    assert "199998" not in said(await office.house.http.get(LIST))
