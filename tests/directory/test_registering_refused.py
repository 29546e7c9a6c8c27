"""What contradicts itself or others in a list is refused, by row and field."""

from typing import Any

import pytest
from sqlalchemy import select

from services.directory.organizations.models import organizations
from tests.directory.test_registering import (
    NEIGHBOUR,
    NORTH,
    SOUTH,
    contact,
    house,
    post,
    post_schools,
    school,
)
from tests.house import House

__all__ = ["house"]


async def test_a_list_that_says_neither_yes_nor_no_is_refused_by_row(house: House) -> None:
    answer = await post_schools(house, NORTH, SOUTH.replace(";ja;", ";vielleicht;"))
    assert answer.status_code == 422
    assert answer.json()["errors"] == [
        {"field": "row 2: all_day_school", "reason": "must be true or false"}
    ]
    assert await house.rows("directory", select(organizations)) == []


CARRIER = {"kind": "carrier", "name": "AWO"}


REFUSED: dict[str, tuple[list[dict[str, Any]], dict[str, str]]] = {
    "a school without a type": (
        [CARRIER, school(school_type=None)],
        {"organizations.1.school_type": "a school must have one"},
    ),
    "a school without a number": (
        [{"kind": "school", "name": "Süd", "school_type": "primary"}],
        {"organizations.0.school_number": "a school must have one"},
    ),
    "a carrier with a number": (
        [{**CARRIER, "school_number": "200001"}],
        {"organizations.0.school_number": "only a school has one"},
    ),
    "digits of another script": (
        [school("١٠٠٠٠١")],
        {"organizations.0.school_number": "must be six digits"},
    ),
    "two contacts of one role": (
        [CARRIER, school(contacts=[contact(), contact("it"), contact(name="Falk")])],
        {"organizations.1.contacts.2.role": "contact 1 has this role already"},
    ),
    "a school number twice": (
        [school(), CARRIER, school()],
        {
            "organizations.0.school_number": "stands in rows 1 and 3",
            "organizations.2.school_number": "stands in rows 1 and 3",
        },
    ),
    "a name twice, spelt otherwise": (
        [CARRIER, {"kind": "carrier", "name": "  awo\u00a0"}],
        {
            "organizations.0.name": "stands in rows 1 and 2",
            "organizations.1.name": "stands in rows 1 and 2",
        },
    ),
    "two municipalities": (
        [{"kind": "municipality", "name": "A"}, {"kind": "municipality", "name": "B"}],
        {
            "organizations.0.name": "stands in rows 1 and 2",
            "organizations.1.name": "stands in rows 1 and 2",
        },
    ),
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_contradicts_itself_is_refused_by_field(house: House, case: str) -> None:
    given, errors = REFUSED[case]
    answer = await post(house, *given)
    assert answer.status_code == 422, answer.text
    assert {each["field"]: each["reason"] for each in answer.json()["errors"]} == errors
    assert await house.rows("directory", select(organizations)) == []


async def test_a_school_number_twice_in_a_list_is_refused_naming_both_rows(house: House) -> None:
    answer = await post_schools(house, SOUTH, "", NORTH, SOUTH.replace("Süd", "Süd-Ost"))
    assert answer.status_code == 422
    assert {each["field"]: each["reason"] for each in answer.json()["errors"]} == {
        "row 1: school_number": "stands in rows 1 and 4",
        "row 4: school_number": "stands in rows 1 and 4",
    }
    assert await house.rows("directory", select(organizations)) == []


async def test_of_many_errors_the_first_are_shown(house: House) -> None:
    answer = await post_schools(house, *(f"{n};x;x;;;;" for n in range(500)))
    assert len(answer.json()["errors"]) == 100
    assert answer.json()["detail"] == "Of 1000 errors these are the first 100"


async def test_a_school_number_of_another_municipality_is_a_conflict(house: House) -> None:
    assert (await post(house, school(), municipality=NEIGHBOUR)).status_code == 200
    answers = [await post(house, CARRIER, school()), await post_schools(house, NORTH, SOUTH)]
    for answer, field in zip(
        answers, ["organizations.1.school_number", "row 2: school_number"], strict=True
    ):
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/school-number-taken")
        assert [each["field"] for each in answer.json()["errors"]] == [field]
    [(tenant,)] = await house.rows("directory", select(organizations.c.tenant))
    assert tenant == NEIGHBOUR


async def test_a_municipality_that_is_not_served_is_refused(house: House) -> None:
    for answer, field in (
        (await post(house, school(), municipality="05915000"), "municipality"),
        (await post_schools(house, SOUTH, municipality="05915000"), "query.municipality"),
    ):
        assert answer.status_code == 422
        assert answer.json()["errors"] == [{"field": field, "reason": "is not served here"}]
    assert await house.rows("directory", select(organizations)) == []


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b'{"municipality": "05978004", "organizations": [{"name": "\xfc"}]}', 400),
        (b"[" * 100_000, 400),
        (b"{}", 422),
        (b'"\\ud800"', 422),
        (b'{"\\ud800": 1}', 422),
        (b'{"organizations":[' + b"{}," * 500_000 + b"{}]}", 422),
    ],
)
async def test_a_body_that_is_no_dataset_is_refused(house: House, body: bytes, status: int) -> None:
    kind = {"content-type": "application/json"}
    answer = await house.http.post(
        "/directory/api/v1/organizations/import", content=body, headers=kind
    )
    assert answer.status_code == status, answer.text
