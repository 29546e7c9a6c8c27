"""Who asks more before the answer is there, on a really running server."""

import asyncio
from collections.abc import AsyncGenerator

import pytest
from starlette.responses import StreamingResponse

from tests.shared.test_connections import LATE, QUICK, counting, running

STREAM = b"GET /stream HTTP/1.1\r\nHost: x\r\n\r\n"
COUNT = b"POST /count HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na"


class Live:
    """An answer without end, which says something once."""

    def __init__(self) -> None:
        self.watched = 0
        self.app = counting()
        self.app.get("/stream")(self._stream)

    async def _stream(self) -> StreamingResponse:
        return StreamingResponse(self._events())

    async def _events(self) -> AsyncGenerator[bytes]:
        self.watched += 1
        try:
            yield b"data: x"
            await asyncio.Event().wait()
        finally:
            self.watched -= 1


@pytest.mark.parametrize("behind", [COUNT, COUNT[:9], COUNT * 9, b"\r\n\r\n" + COUNT, b"\x00"])
@pytest.mark.parametrize("how", ["close", "abort"])
async def test_who_asks_more_behind_a_stream_and_hangs_up_is_missed_at_once(
    caplog: pytest.LogCaptureFixture, behind: bytes, how: str
) -> None:
    live = Live()
    async with running(live.app, QUICK) as site:
        for _ in range(20):
            peer = await site.connect()
            await peer.send(STREAM)
            await peer.reader.readuntil(b"data: x")
            await peer.send(behind)
            getattr(peer.writer if how == "close" else peer.writer.transport, how)()
        async with asyncio.timeout(LATE):
            while live.watched:
                await asyncio.sleep(0.01)
    assert not [each for each in caplog.records if each.exc_info]


async def test_nothing_is_written_into_a_stream_behind_which_more_is_asked() -> None:
    async with running(Live().app, QUICK) as site:
        peer = await site.connect()
        await peer.send(STREAM)
        await peer.reader.readuntil(b"data: x\r\n")
        await peer.send(COUNT + b"\x00nonsense")
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(QUICK.head_seconds + 0.5):
                await peer.reader.read(1)


async def test_what_is_asked_before_the_answer_is_there_is_for_another_connection() -> None:
    """RFC 9112 section 9.3.2: the client asks again what was not answered before the end."""
    async with running(counting(), QUICK) as site:
        peer = await site.connect()
        await peer.send(COUNT * 3)
        answer = await peer.rest()
    assert answer.count(b"HTTP/1.1 200") == 1
    assert b"connection: close" in answer
    assert answer.endswith(b"\r\n\r\n1")


async def test_one_request_after_the_other_shares_a_connection() -> None:
    async with running(counting(), QUICK) as site:
        peer = await site.connect()
        for _ in range(5):
            await peer.send(COUNT)
            assert b"connection: close" not in await peer.reader.readuntil(b"\r\n\r\n1")
