"""The German words for what is announced: one module per announcing service, found by walking.

A module has ``LANE``, how people know the service, and ``PHRASES``, one per event and record of its
contract; ``words(...)`` for each list of codes.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from types import ModuleType
from typing import Any, Generic, TypeVar

from shared.german import number
from shared.messaging.event import Body

B = TypeVar("B", bound=Body)

TitleOf = Callable[[str], str]
"""The title of a task by its code, as the template has it."""


@dataclass(frozen=True)
class Lane:
    """A service as people see it; ``place`` is its place among the others."""

    title: str
    tone: str
    place: int


@dataclass(frozen=True)
class Phrase(Generic[B]):
    """How one event is called, how several are, and what else is to be said of one.

    ``part`` says it more briefly, for one among several. ``naming`` calls some of them otherwise,
    one and several.
    """

    of: type[B]
    one: str
    many: str
    detail: Callable[[B, TitleOf], str] | None = None
    part: Callable[[B], str] | None = None
    failed: bool = False
    naming: Callable[[B], tuple[str, str] | None] | None = None


@cache
def lanes() -> Mapping[str, Lane]:
    """The announcing services by name, in their order."""
    return {name: module.LANE for name, module in _modules().items()}


@cache
def phrases() -> Mapping[str, Phrase[Any]]:
    """The phrase for each event and record, by its type."""
    every = [phrase for module in _modules().values() for phrase in module.PHRASES]
    return {phrase.of.type_name: phrase for phrase in every}


def counted(count: int, one: str, many: str) -> str:
    """1 Einsatz, 2 Einsätze, keine Einsätze"""
    return f"keine {many}" if count == 0 else f"{number(count)} {one if count == 1 else many}"


def always(text: str) -> Callable[[Body, TitleOf], str]:
    """The same detail for every event of a type."""
    return lambda event, title_of: text


@cache
def _modules() -> Mapping[str, ModuleType]:
    found = {each.name: import_module(f"{__name__}.{each.name}") for each in iter_modules(__path__)}
    return dict(sorted(found.items(), key=lambda each: each[1].LANE.place))
