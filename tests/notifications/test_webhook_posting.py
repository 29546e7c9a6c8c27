"""Posts over real sockets: never into an internal network, never after a redirect."""

import asyncio
import socket
import ssl
import threading
from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path

import pytest

from services.notifications.posting.gateways import MAX_LOOKUPS, Poster, Resolver, resolve
from services.notifications.posting.values import Answer, Outcome, Policy
from shared.clock import MovableClock
from tests.notifications.certificates import Authority
from tests.notifications.receiver import receiving

TRYING_OUT = Policy(loopback=True)
HOST = "personal.awo-unna.de"


class Names:
    """Answers for every name, in turn; the last for ever."""

    def __init__(self, *answers: Sequence[str]) -> None:
        self._answers = list(answers)
        self.asked: list[str] = []

    async def __call__(self, host: str, port: int) -> Sequence[str]:
        self.asked.append(host)
        return self._answers[min(len(self.asked), len(self._answers)) - 1]


async def post(url: str, policy: Policy = TRYING_OUT, **given: object) -> Answer:
    poster = Poster(policy, MovableClock(), **given)  # type: ignore[arg-type]
    return await poster.post(url, {"webhook-id": "msg_1"}, b"{}")


def trusted(authority: Authority) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=authority.file)


async def test_a_post_arrives_whole_and_its_answer_is_not_read() -> None:
    async with receiving("200 OK") as system:
        answer = await post(system.url)
    assert (answer.outcome, answer.status) == (Outcome.ACCEPTED, 200)
    assert system.sent[0].path == "/hooks"
    assert system.sent[0].body == b"{}"
    assert system.sent[0].headers["webhook-id"] == "msg_1"


async def test_the_checked_address_is_connected_to_under_the_name_that_was_asked_for(
    tmp_path: Path,
) -> None:
    """The certificate is for the name, and so is what the server is told."""
    authority = Authority(tmp_path)
    async with receiving(tls=authority.server(HOST)) as system:
        url = f"https://{HOST}:{system.port}/hooks"
        names = Names(["127.0.0.1"])
        answer = await post(url, resolve=names, tls=trusted(authority))
    assert answer.outcome is Outcome.ACCEPTED
    assert system.sent[0].headers["host"] == f"{HOST}:{system.port}"
    assert names.asked == [HOST]


async def test_a_certificate_for_another_name_gets_nothing(tmp_path: Path) -> None:
    authority = Authority(tmp_path)
    async with receiving(tls=authority.server("anders.de")) as system:
        url = f"https://{HOST}:{system.port}/hooks"
        answer = await post(url, resolve=Names(["127.0.0.1"]), tls=trusted(authority))
    assert answer.outcome is Outcome.UNTRUSTED
    assert system.sent == []


async def test_who_is_vouched_for_by_nobody_gets_nothing(tmp_path: Path) -> None:
    async with receiving(tls=Authority(tmp_path).server(HOST)) as system:
        url = f"https://{HOST}:{system.port}/hooks"
        answer = await post(url, resolve=Names(["127.0.0.1"]))
    assert answer.outcome is Outcome.UNTRUSTED
    assert system.sent == []


@pytest.mark.parametrize("addresses", [["127.0.0.1"], ["93.184.215.14", "127.0.0.1"], ["::1"]])
async def test_nobody_is_connected_to_if_any_address_of_a_name_is_internal(
    addresses: list[str],
) -> None:
    async with receiving() as system:
        url = f"https://{HOST}:{system.port}/hooks"
        answer = await post(url, Policy(), resolve=Names(addresses))
    assert answer.outcome is Outcome.FORBIDDEN
    assert system.connections == 0


@pytest.mark.parametrize("host", ["127.0.0.1", "[::ffff:127.0.0.1]", "2130706433", "0x7f.1"])
async def test_an_address_instead_of_a_name_is_judged_however_it_is_written(host: str) -> None:
    async with receiving() as system:
        answer = await post(f"https://{host}:{system.port}/hooks", Policy())
    assert answer.outcome is Outcome.FORBIDDEN
    assert system.connections == 0


async def test_a_name_that_moves_into_the_house_is_noticed_at_the_next_attempt(
    tmp_path: Path,
) -> None:
    authority = Authority(tmp_path)
    names = Names(["10.0.0.9"], ["127.0.0.1"], ["10.0.0.9"])
    async with receiving(tls=authority.server(HOST)) as system:
        url = f"https://{HOST}:{system.port}/hooks"
        poster = Poster(TRYING_OUT, MovableClock(), names, trusted(authority))
        outcomes = [(await poster.post(url, {}, b"{}")).outcome for _ in range(3)]
    assert outcomes == [Outcome.FORBIDDEN, Outcome.ACCEPTED, Outcome.FORBIDDEN]
    assert system.connections == 1


async def test_the_next_address_is_tried_where_one_does_not_answer() -> None:
    async with receiving() as system:
        url = f"http://localhost:{system.port}/hooks"
        answer = await post(url, resolve=Names(["::1", "127.0.0.1"]))
    assert answer.outcome is Outcome.ACCEPTED


@pytest.mark.parametrize("status", ["301 Moved Permanently", "307 Temporary Redirect"])
async def test_a_redirect_is_a_failure_and_is_never_followed(status: str) -> None:
    async with receiving() as other, receiving(f"{status}\r\nlocation: {other.url}") as system:
        answer = await post(system.url)
    assert answer.outcome is Outcome.REDIRECTED
    assert len(system.sent) == 1
    assert other.connections == 0


async def test_who_does_not_answer_in_time_has_failed_and_so_has_who_is_not_there() -> None:
    async with receiving("") as system:
        answer = await post(system.url, timeout_seconds=0.2)
        assert answer.outcome is Outcome.TIMED_OUT
        assert answer.milliseconds >= 200
    assert (await post(system.url)).outcome is Outcome.UNREACHABLE


async def test_a_name_that_there_is_not_is_said() -> None:
    async def unknown(host: str, port: int) -> Sequence[str]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    assert (await post(f"https://{HOST}/", resolve=unknown)).outcome is Outcome.UNKNOWN_HOST


async def test_what_an_answer_says_about_waiting_is_read() -> None:
    async with receiving("503 Busy\r\nretry-after: 120") as system:
        answer = await post(system.url)
    assert answer.retry_after == timedelta(seconds=120)
    assert answer.outcome is Outcome.REFUSED


async def test_a_proxy_resolves_names_itself_and_is_not_asked_for_hosts_of_the_house() -> None:
    async with receiving() as proxy, receiving() as system:
        policy = Policy(
            frozenset({"localhost"}), loopback=True, proxy=f"http://127.0.0.1:{proxy.port}"
        )
        names = Names(["127.0.0.1"])
        await post(f"https://{HOST}/hooks", policy, resolve=names)
        assert proxy.tunnels == [f"{HOST}:443"]
        assert names.asked == []
        await post(f"http://localhost:{system.port}/hooks", policy, resolve=names)
    assert len(system.sent) == 1
    refused = await post("https://10.0.0.1/", Policy(proxy=f"http://127.0.0.1:{proxy.port}"))
    assert refused.outcome is Outcome.FORBIDDEN


async def test_every_address_of_a_name_is_looked_up() -> None:
    assert "127.0.0.1" in await resolve("localhost", 80)


async def test_a_system_that_says_no_http_has_failed() -> None:
    async def shout(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK IMAP ready\r\n")
        writer.close()

    server = await asyncio.start_server(shout, "127.0.0.1", 0)
    async with server:
        port = server.sockets[0].getsockname()[1]
        answer = await post(f"http://127.0.0.1:{port}/")
    assert answer.outcome is Outcome.UNREACHABLE


async def test_a_name_that_nobody_answers_for_holds_up_nothing_else() -> None:
    """The threads that look up all other names, such as the mail server's, are free."""
    answered = threading.Event()

    def look_up(*_: object, **__: object) -> list[object]:
        answered.wait()
        return []

    resolver = Resolver(look_up)
    lookups = [asyncio.create_task(resolver("langsam.example", 443)) for _ in range(MAX_LOOKUPS)]
    await asyncio.sleep(0)
    try:
        async with asyncio.timeout(2):
            assert await asyncio.to_thread(answered.is_set) is False
    finally:
        answered.set()
        await asyncio.gather(*lookups)
