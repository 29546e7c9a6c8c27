"""A body that is too large is refused before it has been read."""

from collections.abc import AsyncGenerator

import pytest
from fastapi import FastAPI, Request
from starlette.types import Message, Receive, Scope, Send

from shared.web.limits import BodyLimit
from shared.web.problems import install_problems
from tests.shared.web.conftest import Browse


async def chunks(count: int) -> AsyncGenerator[bytes]:
    for _ in range(count):
        yield b"x" * 10


def counting() -> FastAPI:
    app = FastAPI()
    install_problems(app)

    @app.post("/{name:path}")
    async def count(request: Request) -> int:
        return len(await request.body())

    app.add_middleware(BodyLimit, default_bytes=20, larger={"/import": 100})
    return app


async def test_a_body_up_to_the_limit_is_read(browse: Browse) -> None:
    assert (await browse(counting()).post("/visits", content=b"x" * 20)).json() == 20


async def test_a_body_declared_larger_is_refused_as_a_problem(browse: Browse) -> None:
    answer = await browse(counting()).post("/visits", content=b"x" * 21)
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/content-too-large")


async def test_a_person_reads_a_page_that_says_so(browse: Browse) -> None:
    html = {"accept": "text/html"}
    answer = await browse(counting()).post("/visits", content=b"x" * 21, headers=html)
    assert (answer.status_code, "Zu viele Daten auf einmal" in answer.text) == (413, True)


async def test_a_streamed_body_is_refused_where_it_exceeds(browse: Browse) -> None:
    answer = await browse(counting()).post("/visits", content=chunks(3))
    assert (answer.status_code, answer.json()["type"]) == (413, "/problems/content-too-large")


async def test_a_path_may_be_allowed_more(browse: Browse) -> None:
    assert (await browse(counting()).post("/visits/import", content=chunks(9))).json() == 90


async def test_a_path_that_is_allowed_more_has_a_limit_too(browse: Browse) -> None:
    answer = await browse(counting()).post("/visits/import", content=chunks(11))
    assert answer.status_code == 413


@pytest.mark.parametrize("declared", [b"1000", None])
async def test_nothing_is_read_beyond_the_limit(declared: bytes | None) -> None:
    read = 0
    sent: list[Message] = []

    async def receive() -> Message:
        nonlocal read
        read += 1
        return {"type": "http.request", "body": b"x" * 10, "more_body": True}

    async def send(message: Message) -> None:
        sent.append(message)

    async def greedy(scope: Scope, receive: Receive, send: Send) -> None:
        while True:
            await receive()

    headers = [(b"content-length", declared)] if declared else []
    scope = {"type": "http", "method": "POST", "path": "/", "headers": headers}
    await BodyLimit(greedy, default_bytes=20)(scope, receive, send)
    assert sent[0]["status"] == 413
    assert read == (0 if declared else 3)
