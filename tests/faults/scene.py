"""Where a fault happens, and the list of all kinds of faults."""

import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field

from deploy.services import NAMES
from tests.faults.facts import Places
from tests.faults.poison import Poison
from tests.faults.site import Instance, Site


@dataclass
class Scene:
    """Where a fault happens, by whose dice, and what it notes."""

    site: Site
    dice: random.Random
    begin: Places
    notes: list[str] = field(default_factory=list)
    steps: set[str] = field(default_factory=set)
    takeovers: list[float] = field(default_factory=list)
    poisons: list[Poison] = field(default_factory=list)
    hold: Callable[[float], None] = lambda _: None
    """Keeps the load going for at least so many seconds more."""

    def note(self, text: str) -> None:
        self.notes.append(f"{time.strftime('%H:%M:%S')} {text}")

    def instance(self, *services: str) -> Instance:
        return self.site.instances[self.dice.choice(services or NAMES)]


Fault = Callable[[Scene], Awaitable[None]]


@dataclass(frozen=True)
class Kind:
    """A fault and how often it is chosen, compared with others."""

    name: str
    weight: int
    run: Fault


KINDS: dict[str, Kind] = {}


def kind(weight: int) -> Callable[[Fault], Fault]:
    def register(run: Fault) -> Fault:
        name = run.__name__.replace("_", "-")
        KINDS[name] = Kind(name, weight, run)
        return run

    return register
