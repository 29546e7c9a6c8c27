"""Who did what: one entry for each change by a person or a program, and for each look that counts.

A change is recorded by the transaction of its request, so that no route forgets; whoever begins one
of its own calls ``record``. Looks are declared at their route by ``dependencies=[looked]``. The
holders of links are not recorded: an answer to a survey is nobody's.
"""

from collections.abc import AsyncGenerator
from typing import Protocol

from fastapi import Depends, Request

from shared.database.reach import narrow
from shared.messaging.event import EVERYONE
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.meter import route_of

_READS = frozenset({"GET", "HEAD", "OPTIONS"})
EXPORT = "export"
PROGRAM = "program"
"""The role of an actor that is nobody."""


class Actor(Protocol):
    """Who asks, as far as it is recorded: a person in a role, or a program."""

    @property
    def tenant(self) -> str: ...
    @property
    def actor(self) -> str: ...
    @property
    def role(self) -> str: ...


def acts(request: Request, actor: Actor) -> None:
    """Remember who asks; a person's request touches only their tenant's rows from now on.

    A program is kept to its organization, which is narrower.
    """
    request.state.actor = actor
    narrow("" if actor.tenant == EVERYONE or actor.role == PROGRAM else actor.tenant)


def unchanged(request: Request) -> None:
    """Say that nothing was done, though nothing went wrong: a form is shown again, for example."""
    request.state.unchanged = True


def unnamed(request: Request) -> None:
    """Say that nobody may learn who did it, not even who reads what everybody did."""
    request.state.unchanged = True


def about(request: Request, object_id: object) -> None:
    """Name what a route has made, which its address does not."""
    request.state.object_id = str(object_id)


async def record_change(request: Request, uow: UnitOfWork) -> None:
    """At the end of the transaction of a request that changes something."""
    idle = request.method in _READS or getattr(request.state, "unchanged", False)
    if not idle:
        await record(request, uow)


async def record(request: Request, uow: UnitOfWork, action: str = "") -> None:
    """Add what is done to the same transaction; nothing for who is neither person nor program."""
    actor: Actor | None = getattr(request.state, "actor", None)
    if actor is None:
        return
    template = route_of(request.scope)
    what = action or f"{request.method} {template}"
    things = _objects_of(template, request.path_params)
    if made := getattr(request.state, "object_id", None):
        things = [(things[-1][0], made)]
    for thing in things:
        await record_of(uow, actor, what, thing)


async def record_of(uow: UnitOfWork, actor: Actor, action: str, thing: tuple[str, str]) -> None:
    """For who acts without being signed in; ``thing`` is the kind of an object, and its id."""
    kind, object_id = thing
    entry = {
        "at": uow.now,
        "tenant": actor.tenant,
        "actor": actor.actor,
        "role": str(actor.role),
        "action": action,
        "object_kind": kind,
        "object_id": object_id,
    }
    uow.keep(entry)


async def record_apart(request: Request, action: str = "") -> None:
    """In a transaction of its own, before an answer leaves: a look, or what many did in one."""
    async with request.app.state.context.database.transaction() as uow:
        await record(request, uow, action)


async def _look(request: Request) -> AsyncGenerator[None]:
    yield
    if not getattr(request.state, "unchanged", False):
        await record_apart(request)


looked = Depends(_look, scope="function")
"""For a route that shows a person, or a list with contact data; of what is not there, nothing."""


PEOPLE = frozenset({"person_id", "other_id", "employment_id", "worker_id", "account_id"})
"""Parameters in addresses that say whom it is about, whatever else they name."""


def _objects_of(template: str, parameters: dict[str, object]) -> list[tuple[str, str]]:
    """What stands before the parameters that name people, or the last one, and their values."""
    found: list[tuple[str, str, str]] = []
    static = ""
    for part in template.split("/"):
        name = part.partition("{")[2].partition("}")[0].partition(":")[0]
        if name:
            found.append((name, static, str(parameters.get(name, ""))))
        elif part not in ("", "api", "v1"):
            static = part
    people = [each for each in found if each[0] in PEOPLE]
    if not found:
        first = [part for part in template.split("/") if part not in ("", "api", "v1")]
        return [(first[0] if first else "", "")]
    return [(kind, value) for _, kind, value in people or found[-1:]]
