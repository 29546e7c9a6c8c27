"""Refuses request bodies that are larger than a route expects, before they are read."""

from collections.abc import Mapping

from starlette.datastructures import Headers
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from shared.web.problem import Problem
from shared.web.problems import answer_problem


class BodyTooLarge(HTTPException):
    """Raised where the body is read; the framework lets its own kind of exception through."""

    def __init__(self) -> None:
        super().__init__(413)


class BodyLimit:
    """ASGI middleware; `larger` names path endings that may send more than the default."""

    def __init__(
        self, app: ASGIApp, default_bytes: int, larger: Mapping[str, int] | None = None
    ) -> None:
        self._app = app
        self._default = default_bytes
        self._larger = dict(larger or {})

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        limit = self._limit(scope["path"])
        if _declared_size(scope) > limit:
            await _refuse(scope, receive, send)
            return
        await self._watch(limit, scope, receive, send)

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
