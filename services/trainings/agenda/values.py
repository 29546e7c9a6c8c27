"""The items of an agenda as pages show them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, time
from uuid import UUID

from shared.codes import OpenCode
from shared.contracts.words import words
from shared.web.papers import Paper

LONGEST = 8 * 60
"""Minutes of one item."""


class ItemKind(OpenCode):
    """What is wanted of those who meet."""

    INFO = "info"
    DISCUSSION = "discussion"
    DECISION = "decision"


words(ItemKind, info="Information", discussion="Gespräch", decision="Beschluss")


class Outcome(OpenCode):
    """What became of an item when the meeting was over."""

    REACHED = "reached"
    CARRIED = "carried"
    """It stands on the agenda of the next meeting."""
    KEPT = "kept"
    """It waits for some later meeting."""
    DROPPED = "dropped"


words(
    Outcome,
    reached="behandelt",
    carried="auf das nächste Treffen übertragen",
    kept="in den Themenspeicher gelegt",
    dropped="entfallen",
)


@dataclass(frozen=True)
class Draft:
    """An item of which nothing but the beginning is known."""

    title: str
    minutes: int
    kind: ItemKind
    role: str = ""


USUAL = (
    Draft("Begrüßung, Protokoll des letzten Treffens", 10, ItemKind.INFO, "Koordinierungsstelle"),
    Draft("Aktuelles aus den Schulen", 30, ItemKind.DISCUSSION, "alle"),
    Draft("Schwerpunkt", 60, ItemKind.DISCUSSION),
    Draft("Offene Vorhaben", 15, ItemKind.DISCUSSION, "Koordinierungsstelle"),
    Draft("Verschiedenes, nächstes Treffen", 10, ItemKind.INFO, "alle"),
)
"""With what an agenda begins where there was none before."""


@dataclass(frozen=True)
class Item:
    """``at`` is missing where there is no date; ``origin`` is where it was carried from."""

    id: UUID
    number: int
    title: str
    minutes: int
    kind: ItemKind
    owner: str
    note: str
    papers: Sequence[Paper]
    at: time | None
    origin: str
    outcome: Outcome | None


@dataclass(frozen=True)
class Agenda:
    """In its order; ``too_long`` by so many minutes for the first date."""

    items: tuple[Item, ...]
    ends: time | None
    too_long: int

    @property
    def papers(self) -> list[tuple[int, str, str]]:
        """Number of the item, label and address."""
        return [(each.number, one.label, one.address) for each in self.items for one in each.papers]

    @property
    def is_over(self) -> bool:
        """Whether it was said what became of the items."""
        return any(each.outcome for each in self.items)


@dataclass(frozen=True)
class Kept:
    """An item that waits for some later meeting."""

    id: UUID
    title: str
    origin: str


@dataclass(frozen=True)
class Span:
    """The first date of a gathering."""

    starts_at: datetime
    ends_at: datetime
