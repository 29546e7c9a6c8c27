"""What was found."""

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Hit:
    """One person or organization; ``address`` is empty where the asker may open no page of it."""

    title: str
    detail: str
    address: str = ""


@dataclass(frozen=True)
class Hits:
    """Those of one kind, the nearest first, and whether there are more."""

    title: str
    items: Sequence[Hit]
    has_more: bool = False


@dataclass(frozen=True)
class Found:
    """What is called so; with ``guessed``, what is called nearly so, because nothing is."""

    hits: Sequence[Hits]
    guessed: bool = False

    @property
    def count(self) -> int:
        return sum(len(each.items) for each in self.hits)
