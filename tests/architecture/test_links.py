"""A program that checks the links of a mail changes nothing: looking has no means to."""

import inspect
import re
from collections.abc import Callable, Iterator
from typing import Any

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts

from deploy.services import NAMES, load
from shared.context import _unit_of_work
from shared.runtime import _routes
from tests.architecture.test_audited import depends_on

SERVICES_WITH_LINKS = {"directory", "trainings", "surveys", "notifications"}
LEAST = 15
"""So many pages and files lie behind links."""
WRITES = re.compile(r"\.transaction\(|\.single\(|\.submit\(")
"""Other ways to change something than a unit of work; a reading session cannot (test_walls)."""


def behind(service: str, *methods: str) -> Iterator[Any]:
    """What a link lets its holder do by these methods."""
    for route in iter_route_contexts([*FastAPI().routes[:1], *_routes(load(service))]):
        if str(route.path).startswith("/l/") and {*methods} & {*(route.methods or ())}:
            yield route


def called(endpoint: Callable[..., Any]) -> Iterator[str]:
    """The source of an endpoint, and of what it calls in its module, however deep."""
    module: dict[str, Any] = vars(inspect.getmodule(endpoint))
    seen, waiting = set[Any](), [endpoint]
    while waiting:
        found = waiting.pop()
        if found in seen:
            continue
        seen.add(found)
        source = inspect.getsource(found)
        yield source
        names = map(module.get, re.findall(r"(\w+)\(", source))
        waiting += [each for each in names if inspect.isfunction(each)]


def writes(route: Any) -> bool:
    if depends_on(route.dependant, _unit_of_work):
        return True
    return any(WRITES.search(each) for each in called(route.endpoint))


def test_a_look_at_a_link_changes_nothing_in_any_service() -> None:
    found = {name: [*behind(name, "GET", "HEAD")] for name in NAMES}
    assert {name for name, routes in found.items() if routes} == SERVICES_WITH_LINKS
    assert sum(map(len, found.values())) >= LEAST
    assert [each.path for routes in found.values() for each in routes if writes(each)] == []
    assert all(writes(each) for each in behind("trainings", "POST"))
