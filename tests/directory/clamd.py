"""Speaks clamd's language at a socket, and finds what the tests have agreed on."""

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

VIRUS = b"X5O!P%@AP"
CRASHES = b"on which it always fails"
DEEP = b"ten archives in each other"


@dataclass
class Clamd:
    """``port`` is where it listens; ``seen`` is what it was given."""

    port: int = 0
    seen: list[bytes] = field(default_factory=list)

    async def answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        assert await reader.readuntil(b"\0") == b"zINSTREAM\0"
        content = b""
        while size := int.from_bytes(await reader.readexactly(4), "big"):
            content += await reader.readexactly(size)
        self.seen.append(content)
        if CRASHES in content:
            writer.close()
            return
        said = b"stream: OK"
        if VIRUS in content:
            said = b"stream: Eicar-Test-Signature FOUND"
        elif DEEP in content:
            said = b"stream: Heuristics.Limits.Exceeded.MaxRecursion FOUND"
        writer.write(said + b"\0")
        await writer.drain()
        writer.close()


@asynccontextmanager
async def listening(port: int = 0) -> AsyncGenerator[Clamd]:
    clamd = Clamd()
    server = await asyncio.start_server(clamd.answer, "127.0.0.1", port)
    clamd.port = server.sockets[0].getsockname()[1]
    async with server:
        yield clamd
