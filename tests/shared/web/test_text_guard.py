"""What is not text is refused at the border, wherever it comes in, and everything else is not."""

import json
import unicodedata
from collections.abc import AsyncGenerator
from typing import Annotated, Any

import pytest
from fastapi import Body, FastAPI, Form, Request
from httpx2 import AsyncClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.exceptions import HTTPException

from shared.web.problems import install_problems
from shared.web.text_guard import TextGuard, _check_json
from tests.shared.web.conftest import Browse

URLENCODED = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


@pytest.fixture
def client(browse: Browse) -> AsyncClient:
    app = FastAPI()
    install_problems(app)
    app.add_middleware(TextGuard)

    @app.get("/rooms/{name}")
    async def room(name: str, q: str = "") -> str:
        return name + q

    @app.post("/json")
    async def body(given: Annotated[Any, Body()]) -> Any:
        return given

    @app.post("/form")
    async def form(note: Annotated[str, Form()]) -> str:
        return note

    @app.post("/csv")
    async def csv(request: Request) -> int:
        return len(await request.body())

    return browse(app)


@pytest.mark.parametrize(
    ("path", "field"),
    [
        ("/rooms/%00", "path"),
        ("/rooms/a%0Ab", "path"),
        ("/rooms/%FF", "path"),
        ("/rooms/%C2%85", "path"),
        ("/rooms/%ED%A0%80", "path"),
        ("/rooms/%C3", "path"),
        ("/rooms/a?q=%00", "query.q"),
        ("/rooms/a?x=1&q=%FF", "query.q"),
        ("/rooms/a?q=%ED%B0%80", "query.q"),
        ("/rooms/a?q=%1b%5B0m", "query.q"),
        ("/rooms/a?%00=1", "query"),
        ("/nowhere%00", "path"),
    ],
)
async def test_an_address_that_is_not_text_is_refused(
    client: AsyncClient, path: str, field: str
) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.json()["type"]) == (422, "/problems/text-refused")
    assert [error["field"] for error in answer.json()["errors"]] == [field]


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("/rooms/%C3%96zg%C3%BCr%20%F0%9F%98%80", "Özgür 😀"),
        ("/rooms/a?q=%09%0D%0A", "a\t\r\n"),
        ("/rooms/100%25?q=%2500", "100%%00"),
        ("/rooms/a?q=%C2%A0", "a\u00a0"),
    ],
)
async def test_an_address_that_is_text_arrives_as_it_is(
    client: AsyncClient, path: str, text: str
) -> None:
    assert (await client.get(path)).json() == text


async def test_a_person_is_told_in_german(client: AsyncClient) -> None:
    answer = await client.get("/rooms/%00", headers={"Accept": "text/html"})
    assert answer.status_code == 422
    assert "prüfen Sie Ihre Angaben" in answer.text


async def test_a_header_with_a_control_character_is_refused(client: AsyncClient) -> None:
    answer = await client.get("/rooms/a", headers={b"X-Any": b"a\x00b"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "header")


@pytest.mark.parametrize(
    ("body", "field"),
    [
        (rb'{"a": "\u0000"}', "a"),
        (rb'{"a": [1, {"b": "x\u001b"}]}', "a.1.b"),
        (rb'{"a": "\ud800"}', "a"),
        (rb'{"a": "\udc00\ud800"}', "a"),
        (rb'{"a": "\ud83d x"}', "a"),
        (rb'{"a": "\b"}', "a"),
        (rb'{"a": "\f"}', "a"),
        (rb'"\u0085"', "body"),
        (rb'{"\u0000": 1}', "body"),
        ('{"a": "\u0085"}'.encode(), "a"),
        (b'{"a": "\x7f"}', "a"),
    ],
)
async def test_json_with_what_is_not_text_is_refused_naming_the_field(
    client: AsyncClient, body: bytes, field: str
) -> None:
    answer = await client.post("/json", content=body, headers=JSON)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize("body", [b'"\xed\xa0\x80"', b'"\xff"', b'"\xc3"'])
async def test_json_that_is_not_utf_8_is_malformed(client: AsyncClient, body: bytes) -> None:
    answer = await client.post("/json", content=body, headers=JSON)
    assert (answer.status_code, answer.json()["type"]) == (400, "/problems/malformed-body")


@pytest.mark.parametrize(
    ("body", "value"),
    [
        (
            rb'"\ud83d\ude00 \\u0000 \\\\ud800 \u00fc \/ \" \n\t\r"',
            '😀 \\u0000 \\\\ud800 ü / " \n\t\r',
        ),
        (rb'"\\\ud83d\ude00"', "\\😀"),
        ('{"ü": ["Straße"]}'.encode(), {"ü": ["Straße"]}),
    ],
)
async def test_json_that_is_text_arrives_as_it_is(
    client: AsyncClient, body: bytes, value: Any
) -> None:
    assert (await client.post("/json", content=body, headers=JSON)).json() == value


@given(st.text(), st.booleans())
def test_json_is_refused_exactly_where_it_is_not_text(text: str, ascii_only: bool) -> None:
    body = json.dumps([text], ensure_ascii=ascii_only).encode("utf-8", "surrogatepass")
    wrong = any(
        unicodedata.category(each) in ("Cc", "Cs") and each not in "\t\n\r" for each in text
    )
    try:
        _check_json(body)
        refused = False
    except HTTPException:
        refused = True
    assert refused == wrong


async def test_a_body_in_pieces_is_judged_whole(client: AsyncClient) -> None:
    async def pieces() -> AsyncGenerator[bytes]:
        for piece in (b'{"a": "\\u', b"00", b'00"}'):
            yield piece

    answer = await client.post("/json", content=pieces(), headers=JSON)
    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("body", "field"),
    [(b"note=%00", "note"), (b"x=1&note=%FF", "note"), ("note=Größe".encode(), "body")],
)
async def test_a_form_with_what_is_not_text_is_refused(
    client: AsyncClient, body: bytes, field: str
) -> None:
    answer = await client.post("/form", content=body, headers=URLENCODED)
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, field)


@pytest.mark.parametrize("note", [b"\xff", b"a\x00b", "\u0085".encode()])
async def test_a_form_in_parts_with_what_is_not_text_is_refused(
    client: AsyncClient, note: bytes
) -> None:
    answer = await client.post("/form", files={"x": (None, b"y"), "note": (None, note)})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "note")


async def test_a_form_in_parts_may_bring_a_file_of_any_bytes(client: AsyncClient) -> None:
    files = {"note": (None, "Größe\n😀".encode()), "file": ("größe.png", b"\x89PNG\x00\xff")}
    answer = await client.post("/form", files=files)
    assert answer.json() == "Größe\n😀"


async def test_a_file_names_the_line(client: AsyncClient) -> None:
    body = "Schule;Größe\na;b\nc;\x01".encode("cp1252")
    answer = await client.post("/csv", content=body, headers={"Content-Type": "text/csv"})
    assert (answer.status_code, answer.json()["errors"][0]["field"]) == (422, "line 3")


async def test_a_file_in_the_encoding_of_spreadsheets_is_let_through(client: AsyncClient) -> None:
    body = "Schule;Größe\r\n\ta;b\r\n".encode("cp1252")
    answer = await client.post("/csv", content=body, headers={"Content-Type": "text/csv"})
    assert answer.json() == len(body)
