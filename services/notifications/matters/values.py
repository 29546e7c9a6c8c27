"""A gathering or a statement as a mail names it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from shared.contracts.gatherings import DateFact
from shared.contracts.notifications import LetterKind

ENDING = LetterKind("qualification_ending")
ENDINGS = LetterKind("qualifications_ending")
"""The same to the office."""
BY_HAND = LetterKind("seats_by_hand")
VOTE = LetterKind("statement_vote")
RESULT = LetterKind("statement_result")
FRAMEWORK_COMMENTS = LetterKind("framework_comments")
FRAMEWORK_ANSWER = LetterKind("framework_answer")
FRAMEWORK_VOTE = LetterKind("framework_vote")
FRAMEWORK_VOTED = LetterKind("framework_voted")
SURVEY_REPORT = LetterKind("survey_report")
UNTIL_A_DAY = (ENDING, ENDINGS, FRAMEWORK_COMMENTS, FRAMEWORK_VOTE)
"""Of no use after the day that their payload says."""
WITH_GATHERINGS = (ENDING, BY_HAND)
ABOUT_STATEMENTS = (VOTE, RESULT)
MATTER_KINDS = (*WITH_GATHERINGS, *UNTIL_A_DAY, *ABOUT_STATEMENTS)


@dataclass(frozen=True, slots=True)
class Offer:
    """A gathering; ``first`` is its first date, ``waiting`` so many who wait for a seat."""

    title: str
    is_open: bool
    called_off: bool
    first: DateFact | None
    waiting: int = 0


@dataclass(frozen=True, slots=True)
class Motion:
    """A statement that is voted on, or was."""

    title: str
    closes_at: datetime
    published: bool
    dropped: bool


@dataclass(frozen=True, slots=True)
class Matters:
    """By their ids."""

    offers: Mapping[UUID, Offer]
    motions: Mapping[UUID, Motion]


NONE = Matters({}, {})
