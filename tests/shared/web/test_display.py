"""What a browser keeps of somebody's name: shown, never trusted, and small."""

import json
from base64 import urlsafe_b64encode
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.web.sessions.display import LONGEST, Display, decoded, encoded, short


@given(st.text(max_size=100), st.dictionaries(st.text(max_size=12), st.text(max_size=60)))
def test_what_is_said_once_is_read_again(name: str, organizations: dict[str, str]) -> None:
    display = Display(name=name, organizations=organizations)
    text = encoded(display)
    assert len(text) <= LONGEST
    assert text.isascii()
    found = decoded(text)
    assert found.name == name
    assert found.organizations.items() <= organizations.items()


def test_organizations_that_find_no_room_are_left_out() -> None:
    organizations = {short(uuid4()): "Grundschule " + "x" * 100 for _ in range(100)}
    text = encoded(Display(name="Marlene Brüggemann", organizations=organizations))
    found = decoded(text)
    assert found.name == "Marlene Brüggemann"
    assert 5 < len(found.organizations) < 100


@pytest.mark.parametrize(
    "text",
    [
        "",
        "%%%",
        "ä",
        "e30" * 2000,
        urlsafe_b64encode(b"[1]").decode(),
        urlsafe_b64encode(b"\xff\xfe").decode(),
        urlsafe_b64encode(json.dumps({"name": 7}).encode()).decode(),
        urlsafe_b64encode(json.dumps({"name": "x" * 300}).encode()).decode(),
        urlsafe_b64encode(json.dumps({"organizations": {"a": None}}).encode()).decode(),
    ],
)
def test_a_broken_cookie_says_nothing(text: str) -> None:
    assert decoded(text) == Display()
