"""Ends connections that are slow or idle, and refuses those that are too many.

The HTTP server has only a time-out between requests. Here the head of a request must come in time
and be short, its body must keep a rate, and answers must be read. Who asks more before the answer
is there is answered once: the connection ends behind that answer (RFC 9112 section 9.3.2).
"""

from asyncio import TimerHandle, Transport
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from ipaddress import ip_address, ip_network
from typing import Any, ClassVar

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from shared.web.meter import REFUSED
from shared.web.problem import Problem, problem_response


@dataclass(frozen=True)
class Limits:
    """Seconds, bytes, bytes per second, and connections of one process."""

    head_seconds: float = 10.0
    head_bytes: int = 32 * 1024
    body_seconds: float = 10.0
    body_rate: int = 4096
    answer_seconds: float = 30.0
    idle_seconds: int = 30
    per_client: int = 200
    in_all: int = 800


class _Awaiting(Enum):
    HEAD = "head"
    BODY = "body"
    ANSWER = "answer"


class GuardedProtocol(HttpToolsProtocol):
    """One connection; `guarded` makes the class for one server."""

    limits: ClassVar[Limits]
    per_client: ClassVar[Counter[str]]
    exempt: ClassVar[Sequence[Any]]

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        super().connection_made(transport)
        self._awaiting = _Awaiting.HEAD
        self._timer: TimerHandle | None = None
        self._writing: TimerHandle | None = None
        self._head_bytes = self._body_bytes = 0
        self._ends = False
        self._peer = self.client[0] if self.client else ""
        self.per_client[self._peer] += 1
        if len(self.connections) > self.limits.in_all:
            self._refuse("connections", _FULL)
        elif self.per_client[self._peer] > self.limits.per_client and not self._is_exempt():
            self._refuse("connections", _TOO_MANY)
        else:
            self._await_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._stop_timer()
        if self._writing is not None:
            self._writing.cancel()
        self.per_client[self._peer] -= 1
        if not self.per_client[self._peer]:
            del self.per_client[self._peer]
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        if self._ends or self.transport.is_closing():
            return
        before = self._awaiting
        super().data_received(data)
        if self._awaiting is _Awaiting.ANSWER:
            self._whole_request()
        elif self._awaiting is _Awaiting.BODY:
            self._body_bytes += len(data)
            if before is not _Awaiting.BODY or self._timer is None:
                self._await_body()
        else:
            self._some_head(0 if before is _Awaiting.BODY else len(data))

    def on_message_begin(self) -> None:
        if self._is_answering():
            self._ends, self.cycle.keep_alive = True, False
        else:
            self._awaiting, self._head_bytes = _Awaiting.HEAD, 0
            super().on_message_begin()

    def on_url(self, url: bytes) -> None:
        if not self._ends:
            super().on_url(url)

    def on_header(self, name: bytes, value: bytes) -> None:
        if not self._ends:
            super().on_header(name, value)

    def on_headers_complete(self) -> None:
        if not self._ends:
            self._awaiting, self._body_bytes = _Awaiting.BODY, 0
            super().on_headers_complete()

    def on_body(self, body: bytes) -> None:
        if not self._ends:
            super().on_body(body)

    def on_message_complete(self) -> None:
        if not self._ends:
            self._awaiting = _Awaiting.ANSWER
            super().on_message_complete()

    def send_400_response(self, msg: str) -> None:
        """Nothing is written into an answer that is under way."""
        if not self._is_answering():
            super().send_400_response(msg)
        elif not self._ends:
            self.transport.close()

    def pause_writing(self) -> None:
        super().pause_writing()
        seconds = self.limits.answer_seconds
        self._writing = self.loop.call_later(seconds, self.transport.abort)

    def resume_writing(self) -> None:
        super().resume_writing()
        if self._writing is not None:
            self._writing.cancel()
            self._writing = None

    def _is_answering(self) -> bool:
        return self.cycle is not None and not self.cycle.response_complete

    def _whole_request(self) -> None:
        """Nothing is awaited from the client, unless it sends what is no request between two."""
        self._stop_timer()
        if self.cycle.response_complete and self.timeout_keep_alive_task is None:
            self._awaiting, self._head_bytes = _Awaiting.HEAD, 0
            self._await_head()

    def _some_head(self, size: int) -> None:
        self._head_bytes += size
        if self._head_bytes > self.limits.head_bytes:
            self._refuse("slow", _LONG_HEAD)
        elif self._timer is None:
            self._await_head()

    def _await_head(self) -> None:
        self._timer = self.loop.call_later(self.limits.head_seconds, self._too_slow)

    def _await_body(self) -> None:
        self._stop_timer()
        self._body_since = self.loop.time()
        self._timer = self.loop.call_later(self.limits.body_seconds, self._judge_body)

    def _judge_body(self) -> None:
        """What the application has not yet taken is no fault of the client's."""
        now = self.loop.time()
        if self.flow.read_paused:
            self._body_since = now
        earned = self.limits.body_seconds + self._body_bytes / self.limits.body_rate
        left = self._body_since + earned - now
        if left <= 0:
            self._too_slow()
        else:
            self._timer = self.loop.call_later(left, self._judge_body)

    def _too_slow(self) -> None:
        self._timer = None
        self._refuse("slow", _SLOW)

    def _refuse(self, reason: str, answer: bytes) -> None:
        REFUSED.labels(reason).inc()
        self._stop_timer()
        if self.cycle is None or not self.cycle.response_started or self.cycle.response_complete:
            self.transport.write(answer)
        if self._is_answering():
            self.cycle.disconnected = True
            self.cycle.message_event.set()
        self.transport.close()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None

    def _is_exempt(self) -> bool:
        try:
            peer = ip_address(self._peer)
        except ValueError:
            return False
        return any(peer in network for network in self.exempt)


def guarded(limits: Limits, proxies: Sequence[str]) -> type[GuardedProtocol]:
    """The protocol with these limits; the proxies in front bring many clients' connections."""
    own = {
        "limits": limits,
        "per_client": Counter(),
        "exempt": [ip_network(each) for each in proxies],
    }
    return type("GuardedProtocol", (GuardedProtocol,), own)


def _raw(status: str, code: str, title: str, retry: int = 0) -> bytes:
    """An answer for a connection on which no request was read."""
    response = problem_response(Problem(int(status[:3]), code, title))
    lines = [
        f"HTTP/1.1 {status}",
        f"content-type: {response.media_type}",
        f"content-length: {len(response.body)}",
        "connection: close",
        *([f"retry-after: {retry}"] if retry else []),
    ]
    return "\r\n".join(lines).encode() + b"\r\n\r\n" + bytes(response.body)


_SLOW = _raw("408 Request Timeout", "request-timeout", "The request did not arrive in time")
_LONG_HEAD = _raw(
    "431 Request Header Fields Too Large", "head-too-large", "The head of the request is too large"
)
_TOO_MANY = _raw("429 Too Many Requests", "too-many-connections", "Too many connections", 10)
_FULL = _raw("503 Service Unavailable", "too-many-connections", "Too many connections in all", 10)
