"""The front door of `make run-real`, on real servers."""

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import AsyncExitStack, asynccontextmanager

import httpx2
import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response, StreamingResponse
from starlette.routing import Route
from starlette.types import ASGIApp

from deploy.local.proxy import proxy


class Upstream:
    """A service that tells what reached it."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.stream_ended = asyncio.Event()
        self.go_on = asyncio.Event()
        routes = [
            Route("/directory/stream", self.stream),
            Route("/directory/login", self.login),
            Route("/{path:path}", self.echo, methods=["GET", "POST", "DELETE"]),
        ]
        self.app = Starlette(routes=routes)

    async def echo(self, request: Request) -> Response:
        body = await request.body()
        seen = {
            "name": self.name,
            "method": request.method,
            "path": request.scope["raw_path"].decode(),
            "query": request.url.query,
            "headers": dict(request.headers),
            "size": len(body),
        }
        return JSONResponse(seen, status_code=201)

    async def login(self, _: Request) -> Response:
        response = Response(status_code=303, headers={"location": "/directory/"})
        response.set_cookie("session", "1")
        response.set_cookie("other", "2")
        return response

    async def stream(self, _: Request) -> Response:
        async def events() -> AsyncIterator[bytes]:
            try:
                yield b"data: first\n\n"
                await self.go_on.wait()
                yield b"data: second\n\n"
                await asyncio.Event().wait()
            finally:
                self.stream_ended.set()

        return StreamingResponse(events(), media_type="text/event-stream")


@asynccontextmanager
async def serve(app: ASGIApp) -> AsyncIterator[str]:
    listener = socket.create_server(("127.0.0.1", 0))
    settings = uvicorn.Config(
        app, log_level="error", timeout_graceful_shutdown=1, proxy_headers=False
    )
    server = uvicorn.Server(settings)
    running = asyncio.create_task(server.serve(sockets=[listener]))
    while not server.started:
        await asyncio.sleep(0.01)
    try:
        yield f"http://127.0.0.1:{listener.getsockname()[1]}"
    finally:
        server.should_exit = True
        await running


class Stage:
    def __init__(self, client: httpx2.AsyncClient, directory: Upstream) -> None:
        self.client = client
        self.directory = directory


@pytest.fixture
async def stage() -> AsyncIterator[Stage]:
    async with AsyncExitStack() as stack:
        directory, dashboard = Upstream("directory"), Upstream("dashboard")
        routes = {
            "/directory": await stack.enter_async_context(serve(directory.app)),
            "/surveys": "http://127.0.0.1:9",
        }
        default = await stack.enter_async_context(serve(dashboard.app))
        front = await stack.enter_async_context(serve(proxy(routes, default)))
        client = httpx2.AsyncClient(base_url=front, trust_env=False)
        yield Stage(await stack.enter_async_context(client), directory)


@pytest.mark.parametrize(
    ("path", "name"),
    [("/directory", "directory"), ("/directory/x", "directory"), ("/directoryx", "dashboard")],
)
async def test_the_path_decides_who_answers(stage: Stage, path: str, name: str) -> None:
    assert (await stage.client.get(path)).json()["name"] == name


async def test_path_and_query_arrive_unchanged(stage: Stage) -> None:
    seen = (await stage.client.get("/directory/a%2Fb%20c?x=1&y=%C3%A4")).json()
    assert seen["path"] == "/directory/a%2Fb%20c"
    assert seen["query"] == "x=1&y=%C3%A4"


async def test_a_body_in_pieces_arrives_whole(stage: Stage) -> None:
    async def pieces() -> AsyncIterator[bytes]:
        for _ in range(100):
            yield b"x" * 10_000

    seen = await stage.client.post("/directory/x", content=pieces())
    assert seen.status_code == 201
    assert seen.json()["size"] == 1_000_000
    seen = await stage.client.post("/directory/x", content=b"y" * 70_000)
    assert seen.json()["headers"]["content-length"] == "70000"


async def test_forwarding_headers_are_ours_and_hop_by_hop_headers_end_here(stage: Stage) -> None:
    sent = {"x-forwarded-for": "6.6.6.6", "connection": "x-private", "x-private": "1", "te": "gzip"}
    seen = (await stage.client.get("/directory/x", headers=sent)).json()["headers"]
    assert seen["x-forwarded-for"] == "127.0.0.1"
    assert seen["x-forwarded-proto"] == "http"
    assert seen["x-forwarded-host"] == seen["host"] == stage.client.base_url.netloc.decode()
    assert not {"x-private", "te"} & seen.keys()


async def test_redirects_and_every_cookie_pass_through(stage: Stage) -> None:
    answer = await stage.client.get("/directory/login")
    assert answer.status_code == 303
    assert answer.headers["location"] == "/directory/"
    assert len(answer.headers.get_list("set-cookie")) == 2
    assert len(answer.headers.get_list("date")) == 1


async def test_events_pass_at_once_and_leaving_ends_the_upstream(stage: Stage) -> None:
    async with asyncio.timeout(10), stage.client.stream("GET", "/directory/stream") as answer:
        pieces = answer.aiter_raw()
        assert await anext(pieces) == b"data: first\n\n"
        stage.directory.go_on.set()
        assert await anext(pieces) == b"data: second\n\n"
        assert not stage.directory.stream_ended.is_set()
    async with asyncio.timeout(10):
        await stage.directory.stream_ended.wait()


async def test_a_service_that_is_away_is_a_problem_document(stage: Stage) -> None:
    answer = await stage.client.get("/surveys/x")
    assert answer.status_code == 502
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["status"] == 502


async def test_who_leaves_while_the_directory_is_away_is_forgotten_by_this_browser() -> None:
    async with AsyncExitStack() as stack:
        dashboard = await stack.enter_async_context(serve(Upstream("dashboard").app))
        away = proxy({"/directory": "http://127.0.0.1:9"}, dashboard)
        front = await stack.enter_async_context(serve(away))
        client = await stack.enter_async_context(
            httpx2.AsyncClient(base_url=front, trust_env=False)
        )
        answer = await client.post("/directory/abmelden")
        assert (answer.status_code, answer.headers["clear-site-data"]) == (503, '"cookies"')
        assert "In anderen Browsern bleiben Sie angemeldet" in answer.text
        for method, path in (("GET", "/directory/abmelden"), ("POST", "/directory/anmelden")):
            other = await client.request(method, path)
            assert (other.status_code, other.headers.get("clear-site-data")) == (502, None)
