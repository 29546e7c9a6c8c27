"""How much there is in a municipality, and in each one of a state."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise

from deploy.seed.municipalities import municipalities

WORKERS, SCHOOLS, CONTACTS = 6_000, 5_000, 40_000
"""Of the whole state."""
FIRST_SCHOOL = 300_000
"""The number of a school; the sample's are below."""
_OF_OFFICES = 6
"""Who acts for the municipality, its school authority and its youth welfare office."""


@dataclass(frozen=True)
class Size:
    """``contacts`` are all who work elsewhere and are known, such as heads of schools."""

    workers: int
    schools: int = 12
    contacts: int = 60
    first_school: int = 0
    """How many schools other municipalities have, so that no two bear the same number."""

    @property
    def carriers(self) -> int:
        return 2 + self.schools // 12

    @property
    def kitas(self) -> int:
        return self.schools

    @property
    def partners(self) -> int:
        return 1 + self.schools // 3

    @property
    def districts(self) -> int:
        """Of the youth welfare office."""
        return 1 + self.schools // 10

    @property
    def related(self) -> int:
        """Contacts who act for no organization."""
        return max(self.contacts - self.schools - self.carriers - _OF_OFFICES, 0)


def state(scale: float = 1.0) -> list[Size]:
    """Of each municipality, or of the first ones at a smaller scale."""
    chosen = municipalities()[: max(round(len(municipalities()) * scale), 2)]
    weights = [each.weight for each in chosen]
    workers, schools, contacts = (
        _shared(round(total * scale), weights) for total in (WORKERS, SCHOOLS, CONTACTS)
    )
    before = accumulate(schools, initial=0)
    return [Size(*each) for each in zip(workers, schools, contacts, before, strict=False)]


def _shared(total: int, weights: Sequence[int]) -> list[int]:
    """In proportion, at least one each; the sum is the total, unless that is too little."""
    ends = [round(total * each / sum(weights)) for each in accumulate(weights, initial=0)]
    return [max(end - start, 1) for start, end in pairwise(ends)]
