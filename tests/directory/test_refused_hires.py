"""A hire that cannot be meant is refused field by field, and nothing of it is stored."""

import json
from collections.abc import AsyncGenerator
from typing import Any

import pytest

from services.directory.organization_lists.schemas import Dataset
from services.directory.organization_lists.use_cases import register
from tests.directory.conftest import HIRE, Desk, fresh_key, hire

pytestmark = pytest.mark.asyncio(loop_scope="module")

NUMBER, HOURS = "placements__0__school_number", "placements__0__weekly_hours"
GIVEN, FAMILY, EMAIL = "person__given_name", "person__family_name", "person__email"
TWO_AT_ONE = [{"school_number": "100001", "weekly_hours": 5}] * 2
ELEVEN = [{"school_number": f"1000{n:02}", "weekly_hours": 2} for n in range(1, 12)]

WRITTEN = "written YYYY-MM-DD"
Case = tuple[str, Any, str]
FIELDS: dict[str, Case] = {
    "unknown school": (NUMBER, "999999", "no school of the municipality"),
    "short school number": (NUMBER, "12345", "must be six digits"),
    "school number as a number": (NUMBER, 100001, "must be text"),
    "no hours": (HOURS, 0, "greater than 0"),
    "negative hours": (HOURS, -1, "greater than 0"),
    "60 hours": (HOURS, 60, "at most 41"),
    "hours in words": (HOURS, "viel", "must be a number"),
    "hours in thousandths": (HOURS, 9.125, "at most 2 digits after"),
    "hours beyond all numbers": (HOURS, 10**400, "at most 4 digits"),
    "null hours": (HOURS, None, "must be a number"),
    "start in 1990": ("start_date", "1990-01-01", "more than five years back"),
    "start in 2099": ("start_date", "2099-01-01", "more than two years ahead"),
    "start on 30 February": ("start_date", "2027-02-30", "no such day"),
    "German date in JSON": ("start_date", "01.02.2027", WRITTEN),
    "seconds since 1970": ("start_date", 1801440000, WRITTEN),
    "seconds since 1970 as text": ("start_date", "1801440000", WRITTEN),
    "a midnight": ("start_date", "2027-02-01T00:00:00Z", WRITTEN),
    "a date without hyphens": ("start_date", "20270201", WRITTEN),
    "a week's day": ("fixed_term_until", "2027-W05-1", WRITTEN),
    "full-width digits": ("fixed_term_until", "２０２７-02-01", WRITTEN),
    "a truth for a date": ("fixed_term_until", True, WRITTEN),
    "end before the start": ("fixed_term_until", "2027-01-31", "before start_date"),
    "emoji in the name": (GIVEN, "Mara😀", "only letters"),
    "NUL in the name": (GIVEN, "Ma\0ra", "control characters"),
    "bell in the name": (FAMILY, "Öz\x07gür", "control characters"),
    "text turned round": (FAMILY, "Öz\u202egür", "control characters"),
    "digits in the name": (FAMILY, "Özgür2", "must not contain digits"),
    "markup in the name": (GIVEN, "<b>Mara</b>", "only letters"),
    "empty name": (GIVEN, "", "must contain a letter"),
    "blank name": (GIVEN, "   ", "must contain a letter"),
    "81 letters": (FAMILY, "x" * 81, "at most 80"),
    "no mail address": (EMAIL, "mara", "must be a mail address"),
    "NUL in the address": (EMAIL, "mara\0@example.org", "control characters"),
    "line break in the address": (EMAIL, "mara@example.org\nBcc: x@y.de", "control characters"),
    "blank in the personnel number": ("external_id", "P 4711", "only letters from A to Z"),
    "line break after it": ("external_id", "P-4711\n", "only letters from A to Z"),
    "NUL in it": ("external_id", "P\0", "control characters"),
    "empty personnel number": ("external_id", "", "must not be empty"),
    "65 characters": ("external_id", "x" * 65, "at most 64"),
    "unknown funding": ("funding", "bund", "must be one of 'land'"),
    "unknown field": ("salary", 5, "not known here"),
    "unknown field inside": ("person__phone", "1", "not known here"),
    "no person": ("person", None, "must be an object"),
    "no placement": ("placements", [], "at least 1 element"),
    "eleven placements": ("placements", ELEVEN, "at most 10 elements"),
    "two placements at one school": ("placements", TWO_AT_ONE, "named twice"),
}
AT = {"two placements at one school": "placements.1.school_number"}


@pytest.mark.parametrize("case", FIELDS)
async def test_a_hire_is_refused_naming_the_one_field(shared_desk: Desk, case: str) -> None:
    path, value, reason = FIELDS[case]
    async with shared_desk.storing_nothing():
        answer = await shared_desk.carrier.hire(**{path: value})
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    [error] = answer.json()["errors"]
    assert error["field"] == AT.get(case, path.replace("__", "."))
    assert reason in error["reason"]


async def test_a_school_of_another_municipality_is_unknown(shared_desk: Desk) -> None:
    await load_neighbour(shared_desk)
    async with shared_desk.storing_nothing():
        answer = await shared_desk.carrier.hire(placements__0__school_number="200001")
    assert answer.status_code == 422
    assert answer.json()["errors"][0]["field"] == "placements.0.school_number"


async def load_neighbour(desk: Desk) -> None:
    school = {"kind": "school", "name": "Kamen", "school_number": "200001"}
    dataset = {
        "municipality": "05978020",
        "organizations": [{**school, "school_type": "primary"}],
    }
    async with desk.house.context("directory").database.transaction() as uow:
        await register(uow, Dataset.model_validate(dataset))


async def test_every_wrong_field_is_named_at_once(shared_desk: Desk) -> None:
    async with shared_desk.storing_nothing():
        answer = await shared_desk.carrier.hire(
            external_id="", person__email="x", placements__0__weekly_hours=60
        )
    assert [error["field"] for error in answer.json()["errors"]] == [
        "external_id",
        "person.email",
        "placements.0.weekly_hours",
    ]


async def test_a_hire_with_several_contradictions_names_each(shared_desk: Desk) -> None:
    async with shared_desk.storing_nothing():
        answer = await shared_desk.carrier.hire(
            start_date="1990-01-01",
            fixed_term_until="1989-01-01",
            placements=[*TWO_AT_ONE, {"school_number": "999999", "weekly_hours": 5}],
        )
    assert {error["field"] for error in answer.json()["errors"]} == {
        "start_date",
        "fixed_term_until",
        "placements.1.school_number",
        "placements.2.school_number",
    }


@pytest.mark.parametrize("field", [name for name in HIRE if name != "fixed_term_until"])
async def test_a_missing_field_is_named(shared_desk: Desk, field: str) -> None:
    body = {name: value for name, value in hire().items() if name != field}
    async with shared_desk.storing_nothing():
        answer = await shared_desk.carrier.post("/hires", body)
    assert answer.status_code == 422
    assert answer.json()["errors"] == [{"field": field, "reason": "is missing"}]


@pytest.mark.parametrize("body", [[], [HIRE], "hire", 5, None])
async def test_a_body_that_is_no_object_is_refused(shared_desk: Desk, body: Any) -> None:
    async with shared_desk.storing_nothing():
        answer = await shared_desk.carrier.post("/hires", body)
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["body"]


JSON = "application/json"
GOOD = json.dumps(HIRE).encode()
BODIES: dict[str, tuple[bytes, str | None, int, str]] = {
    "broken JSON": (b'{"external_id": ', JSON, 400, "malformed-body"),
    "another encoding": (b'{"external_id": "\xfc"}', JSON, 400, "malformed-body"),
    "a well of brackets": (b"[" * 100_000, JSON, 400, "malformed-body"),
    "text/plain": (GOOD, "text/plain", 415, "unsupported-media-type"),
    "XML": (b"<hire/>", "application/xml", 415, "unsupported-media-type"),
    "no content type": (GOOD, None, 415, "unsupported-media-type"),
    "10 MB": (b'"' + b"x" * 10_000_000 + b'"', JSON, 413, "content-too-large"),
}


@pytest.mark.parametrize("case", BODIES)
async def test_a_body_that_cannot_be_read_is_refused(shared_desk: Desk, case: str) -> None:
    content, kind, status, code = BODIES[case]
    headers = shared_desk.carrier.headers | {"Idempotency-Key": fresh_key()}
    headers |= {"Content-Type": kind} if kind else {}
    async with shared_desk.storing_nothing():
        answer = await shared_desk.house.http.post(
            "/directory/api/v1/hires", content=content, headers=headers
        )
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{code}")


async def endless() -> AsyncGenerator[bytes]:
    for _ in range(100):
        yield b"x" * 100_000


async def test_10_mb_whose_size_is_not_declared_are_refused(shared_desk: Desk) -> None:
    headers = shared_desk.carrier.headers | {
        "Idempotency-Key": fresh_key(),
        "Content-Type": JSON,
    }
    async with shared_desk.storing_nothing():
        answer = await shared_desk.house.http.post(
            "/directory/api/v1/hires", content=endless(), headers=headers
        )
    assert answer.status_code == 413


async def test_a_lone_surrogate_in_a_name_is_refused(shared_desk: Desk) -> None:
    """Valid JSON, but no text any database takes."""
    headers = shared_desk.carrier.headers | {
        "Idempotency-Key": fresh_key(),
        "Content-Type": JSON,
    }
    content = json.dumps(hire(person__given_name="\ud800")).encode()
    async with shared_desk.storing_nothing():
        answer = await shared_desk.house.http.post(
            "/directory/api/v1/hires", content=content, headers=headers
        )
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["person.given_name"]


@pytest.mark.parametrize("key", [None, "", "x" * 129, "two words", "schlüssel", "a\tb"])
async def test_a_hire_without_a_usable_idempotency_key_is_refused(
    shared_desk: Desk, key: str | None
) -> None:
    headers: dict[str, Any] = dict(shared_desk.carrier.headers)
    headers |= {} if key is None else {"Idempotency-Key": key.encode()}
    async with shared_desk.storing_nothing():
        answer = await shared_desk.house.http.post(
            "/directory/api/v1/hires", json=HIRE, headers=headers
        )
    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == ["header.Idempotency-Key"]


async def test_a_refusal_never_repeats_what_was_sent(shared_desk: Desk) -> None:
    answer = await shared_desk.carrier.hire(
        person__email="geheim-4711", person__given_name="Geheim 4711", external_id="geheim 4711"
    )
    assert answer.status_code == 422
    assert "geheim" not in answer.text.lower()
