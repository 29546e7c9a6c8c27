"""What nobody reads of a request is refused, so that nobody relies on it."""

from typing import Any

import pytest

from tests.conftest import OpenHouse

PARKED = "/notifications/api/v1/parked"
COPY = {"data": {}, "reason": "Versuch"}


@pytest.mark.parametrize("query", ["stat=failed", "state=failed&State=failed", "x"])
async def test_a_query_parameter_nobody_knows_is_refused(open_house: OpenHouse, query: str) -> None:
    house = await open_house("notifications")
    answer = await house.http.get(f"{PARKED}?{query}")
    assert answer.status_code == 422
    [error] = answer.json()["errors"]
    assert error["reason"] == "is not known"
    assert (await house.http.get(f"{PARKED}?state=failed&limit=3")).status_code == 200


@pytest.mark.parametrize(
    ("path", "body"),
    [("/7/copy", COPY), ("/release", {"positions": [7]}), ("/discard", {"positions": [7]})],
)
async def test_a_key_that_would_not_be_honoured_is_refused(
    open_house: OpenHouse, path: str, body: dict[str, Any]
) -> None:
    house = await open_house("notifications")
    key = {"Idempotency-Key": "a"}
    answer = await house.http.post(f"{PARKED}{path}", json=body, headers=key)
    assert answer.status_code == 422
    fields = [each["field"] for each in answer.json()["errors"]]
    assert fields == ["header.Idempotency-Key"]


async def test_a_page_leaves_out_what_it_does_not_know(open_house: OpenHouse) -> None:
    house = await open_house("notifications")
    assert (await house.http.get("/notifications/versand?von=woanders")).status_code == 200
