"""How an answer becomes a sheet, and what may be said about answers without betraying anybody."""

import hmac
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from statistics import median
from uuid import UUID

import orjson

from services.surveys.answers.values import (
    ITEMS,
    SCALE,
    WORDINGS,
    Figures,
    Item,
    ItemFigures,
    Ratings,
    items_of,
)
from services.surveys.urns.values import Sheet
from shared.contracts.surveys import Occasion
from shared.small_numbers.sizes import IN_NUMBERS, LEAST, in_words

LONGEST_REMARK = 2000
REMARK, AGREES = "remark", 4


@dataclass(frozen=True)
class Answer:
    """What somebody thinks."""

    ratings: Ratings
    remark: str | None


def questionnaire_of(items: Sequence[Item]) -> str:
    """SHA-256 of what is asked, as it is sealed with the urn."""
    asked = [(item.code, item.text) for item in items]
    return sha256(orjson.dumps([asked, [(str(n), said) for n, said in SCALE.items()]])).hexdigest()


QUESTIONNAIRE = questionnaire_of(ITEMS)


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
    return WORDINGS[occasion].asked.format(year=school_year)


def shown_of(answered: Sequence[int]) -> int:
    """How many of the opened urns are counted together, the oldest first.

    What is added to numbers is ten answers at least: two looks would tell the numbers of fewer.
    """
    shown = fresh = 0
    for urns, sheets in enumerate(answered, 1):
        fresh += sheets
        if fresh >= IN_NUMBERS:
            shown, fresh = urns, 0
    return shown or len(answered)


def figures(
    occasion: Occasion, answered: int, totals: Mapping[tuple[str, str], int]
) -> Figures | None:
    """Nothing about fewer than five, words about fewer than ten, then means and distributions."""
    if answered < LEAST:
        return None
    items = [_item_figures(item, totals) for item in items_of(occasion)]
    means = [item.mean for item in items if item.mean is not None]
    return Figures(answered, sum(means) / len(means) if means else None, items)


def _item_figures(item: Item, totals: Mapping[tuple[str, str], int]) -> ItemFigures:
    counts = {value: totals.get((item.code, str(value)), 0) for value in SCALE}
    given = [value for value, n in counts.items() for _ in range(n)]
    agreeing = in_words(sum(value >= AGREES for value in given), len(given))
    if len(given) < IN_NUMBERS:
        return ItemFigures(item, median(given), agreeing)
    return ItemFigures(item, median(given), agreeing, sum(given) / len(given), counts)


def response_rate(invited: int, answered: int | None) -> float | None:
    """The share of those invited whose answers are counted; nothing for fewer than a group."""
    if answered is None or min(invited, answered) < LEAST:
        return None
    return answered / invited
