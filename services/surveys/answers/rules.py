"""How an answer becomes a sheet, and what may be said about answers without betraying anybody."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from hashlib import sha256
from uuid import UUID

import orjson

from services.surveys.answers.values import DAYS, ITEMS, SCALE, Figures, Item, ItemFigures, Ratings
from services.surveys.urns.values import MINIMUM, Sheet
from shared.contracts.surveys import Occasion

LONGEST_REMARK = 2000
REMARK = "remark"
QUESTIONNAIRE = sha256(
    orjson.dumps(
        [[(item.code, item.text) for item in ITEMS], [(str(n), said) for n, said in SCALE.items()]]
    )
).hexdigest()


@dataclass(frozen=True)
class Answer:
    """What somebody thinks."""

    ratings: Ratings
    remark: str | None


def token_of(key: bytes, invitation_id: UUID) -> str:
    """Without the service's key nobody can tell from the database whose link was used."""
    return hmac.digest(key, invitation_id.bytes, "sha256").hex()


def sheet_of(answer: Answer) -> Sheet:
    """What is sealed."""
    choices = {code: {"": [str(value)]} for code, value in answer.ratings.items()}
    return Sheet(choices, {REMARK: answer.remark} if answer.remark else {})


def largest_sheet() -> int:
    """Bytes; no character takes more than six in JSON, and the codes around them are few."""
    return 1000 + LONGEST_REMARK * 6


def group_rule(occasion: Occasion, school_year: str) -> str:
    """Who is asked, as it is sealed with the urn."""
    return f"Fachkräfte, deren {DAYS[occasion]}. Tag im Schuljahr {school_year} liegt"


def figures(answered: int, totals: Mapping[tuple[str, str], int]) -> Figures | None:
    """Means and distributions; nothing at all about fewer than a group."""
    if answered < MINIMUM:
        return None
    items = [_item_figures(item, totals) for item in ITEMS]
    mean = sum(item.mean for item in items) / len(items)
    return Figures(answered, mean, items)


def _item_figures(item: Item, totals: Mapping[tuple[str, str], int]) -> ItemFigures:
    counts = {value: totals.get((item.code, str(value)), 0) for value in SCALE}
    given = sum(counts.values())
    return ItemFigures(item, sum(value * n for value, n in counts.items()) / given, counts)


def response_rate(invited: int, answered: int | None) -> float | None:
    """The share of those invited whose answers are counted; nothing for fewer than a group."""
    if answered is None or min(invited, answered) < MINIMUM:
        return None
    return answered / invited
