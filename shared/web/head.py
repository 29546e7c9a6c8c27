"""HEAD is answered as GET is, without its body (RFC 9110, 9.3.2), on every route of a service."""

import asyncio

from starlette.types import ASGIApp, Message, Receive, Scope, Send


class HeadRequests:
    """ASGI middleware: routes declare GET only, and see GET; what counts requests sees HEAD."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or scope["method"] != "HEAD":
            await self._app(scope, receive, send)
            return
        answer = _HeadOnly(scope, receive, send)
        scope["method"] = "GET"
        try:
            await self._app(scope, answer.receive, answer.send)
        finally:
            scope["method"] = "HEAD"


class _HeadOnly:
    """Ends the answer where its body begins; a stream is told that its reader has left."""

    def __init__(self, scope: Scope, receive: Receive, send: Send) -> None:
        self._scope, self._receive, self._send = scope, receive, send
        self._received = False
        self._ended = asyncio.Event()

    async def receive(self) -> Message:
        if self._received:
            await self._ended.wait()
            return {"type": "http.disconnect"}
        message = await self._receive()
        self._received = not message.get("more_body", False)
        return message

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self._scope["method"] = "HEAD"
            await self._send(message)
            await self._send({"type": "http.response.body", "body": b""})
            self._ended.set()
