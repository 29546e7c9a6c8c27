"""The questionnaire, and the figures that a group of answers amounts to."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.surveys.promised.values import Promise, promises
from shared.contracts.surveys import Occasion

PURPOSE = "pulses"
"""Of the key that makes the secret of a link from an invitation."""

SCALE = {
    1: "trifft gar nicht zu",
    2: "trifft eher nicht zu",
    3: "teils, teils",
    4: "trifft eher zu",
    5: "trifft voll zu",
}

Ratings = Mapping[str, int]
"""A value of the scale for each item, by the item's code."""


@dataclass(frozen=True)
class Item:
    """A statement to agree with or not."""

    code: str
    text: str


ITEMS = (
    Item("belonging", "Ich fühle mich im Kollegium meiner Schule zugehörig."),
    Item("support", "Ich finde an meiner Schule Menschen, die mich unterstützen."),
    Item("voice", "Meine Sicht ist an meiner Schule gefragt."),
)
EXIT_ITEMS = (
    Item("belonged", "Ich habe mich im Kollegium meiner Schule zugehörig gefühlt."),
    Item("supported", "Ich fand Menschen, die mich bei schwierigen Fragen unterstützt haben."),
    Item("conditions", "Zeit, Raum und Ausstattung passten zu meinen Aufgaben."),
    Item("recommended", "Ich würde diese Stelle weiterempfehlen."),
)


def items_of(occasion: Occasion) -> Sequence[Item]:
    """What is asked then."""
    return EXIT_ITEMS if occasion is Occasion.EXIT else ITEMS


@dataclass(frozen=True)
class Wording:
    """What pages say of a survey, to whoever answers and whoever reads the results."""

    name: str
    title: str
    lead: str
    asked: str
    """Of whom it asks in a school year, in the words that are sealed with the urn."""


def _begun(days: int) -> Wording:
    return Wording(
        name=f"Nach {days} Tagen",
        title=f"Ihre ersten {days} Tage",
        lead="Wie sind Sie an Ihrer Schule angekommen? Drei Aussagen und, wenn Sie mögen, ein paar"
        " Sätze: Das dauert etwa zwei Minuten.",
        asked=f"Fachkräfte, deren {days}. Tag im Schuljahr {{year}} liegt",
    )


WORDINGS: Mapping[Occasion, Wording] = {
    Occasion.DAY_30: _begun(30),
    Occasion.DAY_100: _begun(100),
    Occasion.EXIT: Wording(
        name="Zum Abschied",
        title="Zum Abschied",
        lead="Bevor Sie gehen: Was nehmen Sie mit, was sollte anders werden? Vier Aussagen und,"
        " wenn Sie mögen, ein paar Sätze: Das dauert etwa zwei Minuten.",
        asked="Fachkräfte, die im Schuljahr {year} ausscheiden",
    ),
}


@dataclass(frozen=True)
class ItemFigures:
    """How an item was answered; from ten answers on with how often each value was chosen."""

    item: Item
    median: float
    agreeing: str
    """So coarse that none and all are not told from few and most."""
    mean: float | None = None
    counts: Mapping[int, int] | None = None

    @property
    def middle(self) -> str:
        """The median in words; between two, both."""
        low, high = SCALE[int(self.median)], SCALE[int(self.median + 0.5)]
        return low if low == high else f"zwischen „{low}“ und „{high}“"


@dataclass(frozen=True)
class Figures:
    """What a group of answers amounts to."""

    answered: int
    mean: float | None
    items: Sequence[ItemFigures]


def promised() -> Sequence[Promise]:
    """What the urn keeps and what it cannot; nobody is reminded."""
    once, _, limits = promises(None)
    return (once, Promise("Ihr Link.", _LINK), limits)


_LINK = (
    "Bis die Urne geöffnet ist, merkt sich das Programm, ob Ihr Link benutzt wurde, damit er nur"
    " einmal gilt. Das wird niemandem angezeigt und mit dem Öffnen gelöscht. Erinnert wird niemand."
)
