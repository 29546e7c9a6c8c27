"""The audiences of routes: every route carries one of these marks, and a test looks for it."""

from collections.abc import Awaitable, Callable, Iterator
from enum import StrEnum
from functools import cache
from typing import Annotated, ParamSpec, TypeVar

from fastapi import FastAPI, Request, Security
from fastapi.dependencies.models import Dependant
from fastapi.dependencies.utils import get_dependant
from fastapi.routing import RouteContext, iter_route_contexts
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from shared.web.audit import acts
from shared.web.problem import Problem
from shared.web.security import mark_behind_link
from shared.web.tokens import AccessTokens, ApiClient
from shared.web.unread import refuse_unread

Parameters = ParamSpec("Parameters")
Result = TypeVar("Result")


class Audience(StrEnum):
    """For whom a route is."""

    PUBLIC = "public"
    PROGRAM = "program"
    MAIL_SERVER = "mail server"
    LINK = "link"
    PERSON = "person"


def marks(
    audience: Audience,
) -> Callable[[Callable[Parameters, Result]], Callable[Parameters, Result]]:
    """Marks a dependency: whoever depends on it is a route for that audience."""

    def mark(dependency: Callable[Parameters, Result]) -> Callable[Parameters, Result]:
        vars(dependency)["audience"] = audience
        return dependency

    return mark


Admit = Callable[[Request], Awaitable[object]]
"""Raises ``Problem`` for whoever may not; reads no body."""


def admitting(dependency: Callable[..., object], admit: Admit) -> None:
    """Let the border ask ``admit`` before it takes a large body for ``dependency``."""
    vars(dependency)["admit"] = admit


_bearer = HTTPBearer(
    bearerFormat="JWT",
    scheme_name="program",
    description="OAuth 2.0 client credentials; the token is valid for 15 minutes",
    auto_error=False,
)
_Bearer = Annotated[HTTPAuthorizationCredentials | None, Security(_bearer)]


@marks(Audience.PUBLIC)
async def public() -> None:
    """Anybody."""


@marks(Audience.LINK)
async def by_link(request: Request) -> None:
    """Whoever holds a signed link; the route opens the token in its path."""
    mark_behind_link(request)


@cache
def program_with(scope: str) -> Callable[..., Awaitable[ApiClient]]:
    """A program whose access token has this scope."""

    @marks(Audience.PROGRAM)
    async def permitted(request: Request, credentials: _Bearer) -> ApiClient:
        client = await _authenticated(request, credentials, scope)
        acts(request, client)
        refuse_unread(request)
        return client

    async def admit(request: Request) -> ApiClient:
        return await _authenticated(request, await _bearer(request), scope)

    admitting(permitted, admit)
    return permitted


async def _authenticated(
    request: Request, credentials: HTTPAuthorizationCredentials | None, scope: str
) -> ApiClient:
    if credentials is None or credentials.scheme.lower() != "bearer":
        raise _unauthenticated("An access token is missing", 'Bearer realm="Knotenpunkt"')
    tokens: AccessTokens = request.app.state.tokens
    client = await tokens.verify(credentials.credentials)
    if scope not in client.scopes:
        challenge = f'Bearer error="insufficient_scope", scope="{scope}"'
        title = "The access token lacks the scope for this"
        headers = {"WWW-Authenticate": challenge}
        raise Problem(403, "insufficient-scope", title, headers=headers)
    return client


def routes_of(app: FastAPI) -> Iterator[RouteContext]:
    """Every route as it is served, with what its routers add to it."""
    return iter_route_contexts(app.routes)


def audience_of(route: object) -> Audience | None:
    """The mark of a route from `routes_of`; two different marks are a mistake."""
    dependant: Dependant | None = getattr(route, "dependant", None)
    found = set() if dependant is None else set(_marks(dependant))
    if len(found) > 1:
        raise ValueError(f"{getattr(route, 'path', route)} has several audiences: {sorted(found)}")
    return found.pop() if found else None


def audience_behind(dependency: Callable[..., object] | None) -> Audience | None:
    """The mark of a dependency, or of one that it depends on."""
    return next(_marks(get_dependant(path="/", call=dependency)), None) if dependency else None


def admission_of(route: object) -> Admit | None:
    """Who asks before a large body is read; None where anybody may send one."""
    dependant: Dependant | None = getattr(route, "dependant", None)
    calls = _calls(dependant) if dependant is not None else iter(())
    return next((vars(each)["admit"] for each in calls if hasattr(each, "admit")), None)


def _marks(dependant: Dependant) -> Iterator[Audience]:
    for call in _calls(dependant):
        audience = getattr(call, "audience", None)
        if isinstance(audience, Audience):
            yield audience


def _calls(dependant: Dependant) -> Iterator[Callable[..., object]]:
    if dependant.call is not None:
        yield dependant.call
    for inner in dependant.dependencies:
        yield from _calls(inner)


def address_of(request: Request) -> str:
    """The client's, as a trusted proxy or the connection says."""
    return request.client.host if request.client else ""


def _unauthenticated(title: str, challenge: str) -> Problem:
    return Problem(401, "unauthenticated", title, headers={"WWW-Authenticate": challenge})
