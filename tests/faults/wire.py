"""A TCP connection that tests can cut, delay and black-hole."""

import asyncio
import contextlib


class Wire:
    """Listens on a port of its own and passes everything on to ``target``, as long as it may."""

    def __init__(self, target: int) -> None:
        self.target = target
        self.port = 0
        self.delay = 0.0
        self._requests, self._answers = asyncio.Event(), asyncio.Event()
        self._refusing = False
        self._ends: set[asyncio.StreamWriter] = set()
        self._server: asyncio.Server | None = None

    async def start(self) -> None:
        self.heal()
        self._server = await asyncio.start_server(self._accept, "127.0.0.1", self.port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def stop(self) -> None:
        if self._server is not None:
            self._server.close()
        self.cut()
        await asyncio.sleep(0)

    def cut(self) -> None:
        """Break every connection, and every new one at once."""
        self._refusing = True
        for end in list(self._ends):
            end.transport.abort()

    def hole(self, *, answers_only: bool = False) -> None:
        """Nothing arrives, yet nobody is told; what is under way arrives after ``heal``."""
        if not answers_only:
            self._requests.clear()
        self._answers.clear()

    def heal(self) -> None:
        self.delay, self._refusing = 0.0, False
        self._requests.set()
        self._answers.set()

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        if self._refusing:
            writer.transport.abort()
            return
        self._ends.add(writer)
        try:
            far_reader, far_writer = await asyncio.open_connection("127.0.0.1", self.target)
        except OSError:
            self._ends.discard(writer)
            writer.transport.abort()
            return
        self._ends.add(far_writer)
        try:
            await asyncio.gather(
                self._pump(reader, far_writer, self._requests),
                self._pump(far_reader, writer, self._answers),
            )
        finally:
            self._ends -= {writer, far_writer}

    async def _pump(
        self, source: asyncio.StreamReader, sink: asyncio.StreamWriter, open_: asyncio.Event
    ) -> None:
        with contextlib.suppress(OSError, RuntimeError):
            while data := await source.read(1 << 16):
                if self.delay:
                    await asyncio.sleep(self.delay)
                await open_.wait()
                sink.write(data)
                await sink.drain()
        with contextlib.suppress(OSError, RuntimeError):
            await open_.wait()
            sink.close()
