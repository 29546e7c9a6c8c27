"""Refuses requests for another host's name, with which a foreign page reaches what is open here."""

from collections.abc import Collection
from urllib.parse import urlsplit

from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from shared.web.meter import REFUSED
from shared.web.problem import Problem
from shared.web.problems import answer_problem


class OwnHosts:
    """ASGI middleware; of a host only the name counts, since ports are forwarded to other ports."""

    def __init__(self, app: ASGIApp, hosts: Collection[str]) -> None:
        self._app = app
        self._hosts = frozenset(hosts)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http" or _names(scope) <= self._hosts:
            await self._app(scope, receive, send)
            return
        REFUSED.labels("host").inc()
        problem = Problem(421, "misdirected-request", "This host is not served here")
        answer = await answer_problem(Request(scope), problem)
        await answer(scope, receive, send)


def _names(scope: Scope) -> set[str]:
    """The hosts that are named, of which there should be one."""
    given = [value.decode("latin-1") for name, value in scope["headers"] if name == b"host"]
    return {_name(host) for host in given} or {""}


def _name(host: str) -> str:
    try:
        return (urlsplit(f"//{host}").hostname or "").removesuffix(".")
    except ValueError:
        return ""
