"""Who may be the same is found by the clock, shown to the office, and told to who enters people."""

import re
from collections import Counter
from collections.abc import Sequence
from html import unescape
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlalchemy import func, select

from services.directory.duplicates import use_cases
from services.directory.duplicates.models import duplicates, match_keys
from services.directory.duplicates.queries import MOST_OF_A_KEY
from services.directory.people.models import people
from services.directory.people.use_cases import correct, forget_people, save_people
from services.directory.people.values import Names, Since
from shared.contracts.accounts import AccessRole
from shared.messaging.event import Cause
from tests.directory.conftest import OTHER_CARRIER, Desk
from tests.directory.test_people import Person, at, office_of
from tests.directory.test_staff_pages import HIRE, Clerk, clerk, clerk_of
from tests.directory.test_staff_pages import LIST as STAFF
from tests.house import BERGKAMEN

__all__ = ["clerk"]

KAMEN = "05978020"
LIST = "/directory/doppelte"
API = "/directory/api/v1/duplicates"


def shown_in(page: str) -> str:
    """By what the form knows whom it has shown."""
    [shown] = re.findall(r'name="known" value="([0-9a-f]+)"', page)
    return str(shown)


def names(given: str, family: str, email: str = "") -> Names:
    address = email or f"{uuid4().hex[:8]}@example.org"
    return Names(given_name=given, family_name=family, email=address)


async def known(desk: Desk, *given: Names, tenant: str = BERGKAMEN) -> list[UUID]:
    """People, once the job has looked at them."""
    ids = [uuid4() for _ in given]
    async with desk.house.context("directory").database.transaction() as uow:
        cause = Cause(tenant, uuid4())
        await save_people(uow, dict(zip(ids, given, strict=True)), cause)
    await look(desk)
    return ids


async def look(desk: Desk) -> None:
    more = True
    while more:
        async with desk.house.context("directory").database.transaction() as uow:
            more = await use_cases.find(uow)


async def found(desk: Desk) -> Sequence[Any]:
    """Those that are stored of the people whom a test has entered."""
    return await desk.house.rows("directory", select(duplicates).order_by(duplicates.c.score))


async def with_pair(desk: Desk) -> tuple[Person, str]:
    """The office, and the address of two people who may be the same."""
    await known(desk, names("Petra", "Müller-Lüdenscheidt"), names("Petra", "Lüdenscheidt Mueller"))
    [pair] = [each for each in await found(desk) if each.reasons == ["name"]]
    return await office_of(desk), f"{LIST}/{pair.id}"


async def test_both_are_found_once_and_shown_with_reasons(desk: Desk) -> None:
    office, pair = await with_pair(desk)
    page = await office.page(LIST)
    for text in ("Petra Müller-Lüdenscheidt", "gleicher Name", "wahrscheinlich"):
        assert text in page
    assert "Petra Lüdenscheidt Mueller" in await office.page(pair)


async def test_of_many_with_one_name_each_is_compared_with_the_newest_only(desk: Desk) -> None:
    """A thousand of one name would be half a million pairs."""
    await known(desk, *[names("Ida", "Vielgenannt") for _ in range(4 * MOST_OF_A_KEY)])
    rows = [each for each in await found(desk) if each.reasons == ["name"]]
    of_one = Counter(key for row in rows for key in (row.first_id, row.second_id))
    assert min(of_one.values()) >= MOST_OF_A_KEY - 1
    assert len(rows) <= 4 * MOST_OF_A_KEY * MOST_OF_A_KEY


async def test_looking_again_finds_nothing_twice(desk: Desk) -> None:
    await with_pair(desk)
    before = await found(desk)
    async with desk.house.context("directory").database.transaction() as uow:
        ids = [each.first_id for each in before]
        await use_cases.match(uow, BERGKAMEN, ids)
    assert await found(desk) == before


async def test_that_they_are_two_people_is_remembered_and_can_be_taken_back(desk: Desk) -> None:
    office, pair = await with_pair(desk)
    assert "bleiben zwei Personen" in await office.page(f"{pair}/verschieden")
    assert (await office.post(f"{pair}/verschieden")).status_code == 303
    assert "Petra Müller" not in await office.page(LIST)
    for query in ("standing=", "standing=different"):
        assert "Petra Müller" in await office.page(f"{LIST}?{query}")
    [row] = [each for each in await found(desk) if each.standing == "different"]
    async with desk.house.context("directory").database.transaction() as uow:
        since = Since(desk.today)
        cause = Cause(BERGKAMEN, uuid4())
        await correct(uow, row.first_id, {"email": "neu@example.org"}, since, cause)
    await look(desk)
    assert [each.standing for each in await found(desk) if each.id == row.id] == ["different"]
    assert "Nicht dieselbe Person" in await office.page(pair)
    assert (await office.post(f"{pair}/verschieden")).status_code == 409
    assert (await office.post(f"{pair}/wieder-pruefen")).status_code == 303
    assert "Petra Müller" in await office.page(LIST)


async def test_who_is_called_otherwise_now_is_no_longer_found_unless_as_before(desk: Desk) -> None:
    first, _ = await known(desk, names("Jörg", "Schmidt"), names("Jörg", "Schmitt"))
    assert [each.reasons for each in await found(desk)][-1:] == [["similar_name"]]
    async with desk.house.context("directory").database.transaction() as uow:
        cause, wrong = Cause(BERGKAMEN, uuid4()), Since(desk.today, mistaken=True)
        await correct(uow, first, {"family_name": "Kranz"}, wrong, cause)
    await look(desk)
    assert [each for each in await found(desk) if first in (each.first_id, each.second_id)] == []


async def test_a_name_of_former_days_finds_them_still(desk: Desk) -> None:
    first, _ = await known(desk, names("Eva", "Kranz"), names("Eva", "Vogelsang"))
    async with desk.house.context("directory").database.transaction() as uow:
        cause, married = Cause(BERGKAMEN, uuid4()), Since(desk.today)
        await correct(uow, first, {"family_name": "Fink"}, married, cause)
    [third] = await known(desk, names("Eva", "Kranz"))
    pairs = [(each.first_id, each.second_id) for each in await found(desk)]
    assert tuple(sorted([first, third])) in pairs


async def test_people_of_two_municipalities_are_never_compared(desk: Desk) -> None:
    before = await found(desk)
    await known(desk, names("Petra", "Vogelsang"))
    await known(desk, names("Petra", "Vogelsang"), tenant=KAMEN)
    assert await found(desk) == before


async def test_keys_and_pairs_go_with_the_person(desk: Desk) -> None:
    ids = await known(desk, names("Petra", "Vogelsang"), names("Petra", "Vogelsang"))
    async with desk.house.context("directory").database.transaction() as uow:
        await forget_people(uow, ids, Cause(BERGKAMEN, uuid4()))
    theirs = select(func.count()).where(match_keys.c.person_id.in_(ids))
    assert await desk.house.rows("directory", theirs) == [(0,)]
    assert [each for each in await found(desk) if each.first_id in ids] == []


async def test_programs_of_the_office_read_them_by_score(desk: Desk) -> None:
    office, pair = await with_pair(desk)
    asked = {"municipality": BERGKAMEN, "standing": "open", "certainty": "likely"}
    items = (await office.http.get(API, params=asked)).json()["items"]
    assert pair.rpartition("/")[2] in [each["id"] for each in items]
    assert all(each["score"] >= 75 for each in items)


async def test_the_office_sees_on_its_start_page_that_somebody_may_be_there_twice(
    desk: Desk,
) -> None:
    office, _ = await with_pair(desk)
    cards = (await office.http.get("/directory/api/v1/cards")).json()["cards"]
    assert "duplicates" in [each["code"] for each in cards]


async def test_a_clerk_is_asked_before_somebody_is_hired_twice(clerk: Clerk) -> None:
    """Whoever was hired a moment ago counts, though the job has not looked at them yet."""
    await clerk.hire()
    again = HIRE | {"external_id": "P-2", "key": "another-key", "given_name": "Aenne"}
    asked = await clerk.post("/neu", **again)
    assert asked.status_code == 409
    assert "gleicher Name, gleiche E-Mail-Adresse" in unescape(asked.text)
    async with clerk.desk.storing_nothing():
        assert (await clerk.post("/neu", **again, known="0" * 64)).status_code == 409
    made = await clerk.post("/neu", **again, known=shown_in(asked.text))
    assert made.status_code == 303


async def test_a_clerk_is_not_told_of_whom_they_may_not_see(clerk: Clerk) -> None:
    await known(clerk.desk, names("Änne", "Özgür"))
    await clerk.hire()


async def test_what_is_hidden_from_a_clerk_finds_nobody(clerk: Clerk) -> None:
    """The address of somebody who shows it to the office alone, and a name of former days."""
    today = f"{clerk.desk.today:%d.%m.%Y}"
    path = await clerk.hire(start_date=today)
    other = await clerk_of(clerk.desk, OTHER_CARRIER)
    foreign = HIRE | {"external_id": "118", "key": "another-key"}
    asked = await other.post("/neu", **foreign)
    assert "gleicher Name" in unescape(asked.text)
    assert "gleiche E-Mail-Adresse" not in unescape(asked.text)
    assert path not in asked.text
    nobody = foreign | {"given_name": "Ida", "family_name": "Vogelsang"}
    assert (await other.post("/neu", **nobody)).status_code == 303


async def test_a_preview_says_who_may_be_there_already(clerk: Clerk) -> None:
    await clerk.hire()
    heading = "external_id;given_name;family_name;email;start_date;school_number;weekly_hours"
    row = "P-2;Änne;Oezguer;a.o@example.org;01.02.2027;100001;19,5"
    new = "P-3;Ida;Vogelsang;i.v@example.org;01.02.2027;100001;19,5"
    again = "P-1;Änne;Özgür;aenne@example.org;01.02.2029;100001;19,5"
    content = "\n".join([f"{heading};funding", *(f"{each};land" for each in (row, new, again))])
    file = {"file": ("liste.csv", content.encode(), "text/csv")}
    answer = await clerk.http.post(f"{STAFF}/import", files=file)
    assert answer.status_code == 200
    assert unescape(answer.text).count("gleicher Name") == 1


async def test_the_office_is_asked_before_an_account_is_made_twice(desk: Desk) -> None:
    await known(desk, names("Petra", "Vogelsang"))
    office = await office_of(desk)
    form = {
        "given_name": "Petra",
        "family_name": "Vogelsang",
        "address": "p.vogelsang@example.org",
        "role": AccessRole.COORDINATOR.value,
    }
    asked = await office.post("/directory/konten/neu", **form)
    assert asked.status_code == 409
    assert "Gibt es diese Person schon?" in asked.text
    made = await office.post("/directory/konten/neu", **form, known=shown_in(asked.text))
    assert made.status_code == 303
    twice = select(people.c.id).where(people.c.family_name == "Vogelsang")
    assert len(await desk.house.rows("directory", twice)) == 2


@pytest.mark.parametrize("path", ["", "/{pair}", "/{pair}/verschieden"])
async def test_only_the_office_sees_who_may_be_the_same(desk: Desk, path: str) -> None:
    _, pair = await with_pair(desk)
    head = await at(desk, AccessRole.HEAD, "Grundschule am Lindenhain (Beispiel)")
    address = LIST + path.replace("{pair}", pair.rpartition("/")[2])
    assert (await head.get(address)).status_code == 403
