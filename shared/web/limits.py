"""Refuses request bodies that are larger than a route expects, before they are read.

Where more than usual is taken, whoever may not send anything is refused first.
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from fastapi import FastAPI
from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.routing import compile_path
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.audience import Admit, admission_of, routes_of
from shared.web.problem import Problem
from shared.web.problems import answer_problem


class BodyTooLarge(HTTPException):
    """Raised where the body is read; the framework lets its own kind of exception through."""

    def __init__(self) -> None:
        super().__init__(413)


@dataclass(frozen=True)
class Door:
    """A route that takes large bodies, and who asks there."""

    methods: frozenset[str]
    path: re.Pattern[str]
    admit: Admit

    def leads(self, scope: Scope) -> bool:
        path = scope["path"].removeprefix(scope.get("root_path", ""))
        return scope["method"] in self.methods and self.path.fullmatch(path) is not None


def doors_of(app: FastAPI, larger: Collection[str]) -> list[Door]:
    """Those at paths that end so, in the order in which they are served."""
    found = []
    for route in routes_of(app):
        path, admit = str(route.path), admission_of(route)
        if admit is not None and path.endswith(tuple(larger)):
            found.append(Door(frozenset(route.methods or ()), compile_path(path)[0], admit))
    return found


class BodyLimit:
    """ASGI middleware; ``larger`` names path endings that may send more than the default.

    ``doors`` are the routes there, and who is asked at each before more than usual is read.
    """

    def __init__(
        self,
        app: ASGIApp,
        default_bytes: int,
        larger: Mapping[str, int] | None = None,
        doors: Sequence[Door] = (),
    ) -> None:
        self._app = app
        self._default = default_bytes
        self._larger = dict(larger or {})
        self._doors = doors

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        if _declared_size(scope) > limit:
            await _refuse(scope, receive, send)
            return
        if limit > self._default and (refused := await self._refused_at_door(scope)):
            await (await answer_problem(Request(scope), refused))(scope, receive, send)
            return
        await self._watch(limit, scope, receive, send)

    async def _refused_at_door(self, scope: Scope) -> Problem | None:
        """Why whoever sends more than usual, or does not say how much, may not send it."""
        streamed = "transfer-encoding" in Headers(scope=scope)
        if not streamed and _declared_size(scope) <= self._default:
            return None
        admit = next((each.admit for each in self._doors if each.leads(scope)), None)
        try:
            if admit is not None:
                await admit(Request(scope))
        except Problem as problem:
            return problem
        return None

    def _limit(self, path: str) -> int:
        fitting = [size for ending, size in self._larger.items() if path.endswith(ending)]
        return max(fitting, default=self._default)

    async def _watch(self, limit: int, scope: Scope, receive: Receive, send: Send) -> None:
        seen = 0
        started = False

        async def receive_some() -> Message:
            nonlocal seen
            if seen > limit:
                raise BodyTooLarge
            message = await receive()
            seen += len(message.get("body", b""))
            if seen > limit:
                raise BodyTooLarge
            return message

        async def send_some(message: Message) -> None:
            nonlocal started
            started = True
            await send(message)

        try:
            await self._app(scope, receive_some, send_some)
        except BodyTooLarge:
            if started:
                raise
            await _refuse(scope, receive, send)


def _declared_size(scope: Scope) -> int:
    declared = Headers(scope=scope).get("content-length", "")
    return int(declared) if declared.isdecimal() else 0


async def _refuse(scope: Scope, receive: Receive, send: Send) -> None:
    problem = Problem(413, "content-too-large", "The body is too large")
    response = await answer_problem(Request(scope), problem)
    await response(scope, receive, send)
