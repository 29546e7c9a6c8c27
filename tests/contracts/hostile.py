"""What breaks parsers and databases, in one place of a request after the other."""

from collections.abc import Mapping
from typing import Any

import httpx2
from schemathesis import APIOperation

ADDRESS = "X-Forwarded-For"
"""Everybody comes from elsewhere, so that only who guesses has to wait."""
HOSTILE = ("%00", "%FF", "%ED%A0%80", "9" * 400, str(2**63), "-1", "%27", "%C2%B2", "")
"""NUL, no UTF-8, half a character, numbers no column holds, a quote, a digit that is none."""
ODD = (
    b"",
    b"[",
    b"http://[bad",
    b"\xff\xfe",
    b"9" * 400,
    b"-1",
    b"Basic Og",
    b"Bearer .",
    b";=,q=x",
)
"""No address, no text, no number, nearly credentials, and no list."""
STANDARD = (
    "Origin",
    "Sec-Fetch-Site",
    "Host",
    "Accept",
    "Accept-Language",
    "Last-Event-ID",
    "Content-Type",
    "Authorization",
    "X-Forwarded-For",
    "X-Forwarded-Proto",
    "Referer",
    "Range",
    "If-None-Match",
    "If-Modified-Since",
    "Expect",
)
"""Headers that mean something on any route, which descriptions do not name."""
EACH_THIRD = 3
NOBODY = "00000000-0000-4000-8000-000000000000"
USUAL = {"municipality": "05978004", "position": "1"}


def probe(
    operation: APIOperation[Any, Any, Any, Any],
    headers: Mapping[str, str],
    http: httpx2.Client,
    turn: int,
) -> int:
    """Send what breaks parsers and databases in one place of the address after the other.

    The same code reads them for all: each place gets some of the values, the next one others.
    """
    declared = operation.definition.raw.get("parameters", [])
    places = [each for each in declared if each["in"] in ("path", "query")]
    asked = 0
    for number, place in enumerate(places, turn):
        for hostile in HOSTILE[number % EACH_THIRD :: EACH_THIRD]:
            given = {each["name"]: USUAL.get(each["name"], NOBODY) for each in places}
            given[place["name"]] = hostile
            path = operation.path
            for each in places:
                if each["in"] == "path":
                    path = path.replace(f"{{{each['name']}}}", given[each["name"]])
            needed = [each for each in places if each["in"] == "query" and _needed(each, place)]
            query = "&".join(f"{each['name']}={given[each['name']]}" for each in needed)
            answer = http.request(operation.method, f"{path}?{query}", headers=headers)
            asked += 1
            assert answer.status_code not in (401, 429)
            assert answer.status_code < 500, f"{operation.method} {path}?{query}"
    return asked


def insist(
    path: str, method: str, headers: Mapping[str, str], http: httpx2.Client, turn: int
) -> int:
    """Send an odd value of a header that means something to every route.

    The same code reads them for all: each route gets one value of one header, the next another.
    """
    place = turn % len(STANDARD)
    name, value = STANDARD[place], ODD[(turn // len(STANDARD) + place) % len(ODD)]
    sent = {each.encode(): given.encode() for each, given in headers.items()}
    if name == "Authorization":
        sent[ADDRESS.encode()] = f"198.51.100.{turn % 256}".encode()
    sent[name.encode()] = value
    with http.stream(method, path, headers=sent) as answer:
        assert answer.status_code < 500, f"{method} {path} {name}: {value!r}"
    return 1


def _needed(parameter: dict[str, Any], probed: dict[str, Any]) -> bool:
    return parameter is probed or bool(parameter.get("required"))
