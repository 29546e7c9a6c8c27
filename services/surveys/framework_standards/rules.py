"""What a standard takes."""

from collections.abc import Collection

from services.surveys.framework.values import Indicator, Standard
from shared.ids import new_id
from shared.web.problem import FieldError, Problem

MOST, MOST_INDICATORS = 12, 8
LONGEST_INDICATOR = 300


def indicators_of(lines: str, before: Collection[Indicator]) -> tuple[Indicator, ...]:
    """One for each line, under the key that it had before; raises ``Problem``."""
    texts = [*dict.fromkeys(each.strip() for each in lines.splitlines() if each.strip())]
    if len(texts) > MOST_INDICATORS or any(len(each) > LONGEST_INDICATOR for each in texts):
        raise refused("too-many-indicators", "indicators")
    known = {each.text: each.key for each in before}
    return tuple(Indicator(known.get(each) or new_id(), each) for each in texts)


def refuse_standard(others: Collection[Standard], text: str) -> None:
    """Raise ``Problem`` where a chapter has it already, or enough of them."""
    if text.casefold() in {each.text.casefold() for each in others}:
        raise refused("standard-known", "text")
    if len(others) >= MOST:
        raise refused("too-many-standards", "text")


def refused(code: str, field: str) -> Problem:
    """What the form says of one of its fields."""
    return Problem(409, code, "Not possible", errors=[FieldError(field, "is not possible")])
