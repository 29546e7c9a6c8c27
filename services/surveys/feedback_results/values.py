"""Figures of opened feedback, as much of them as its number of answers allows."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from services.surveys.feedback.values import Question
from services.surveys.urns.values import UrnState


@dataclass(frozen=True)
class Figures:
    """Of one statement; ``counts`` and ``mean`` only from ten answers on."""

    statement: Question
    answered: int | None
    median: str = ""
    agreeing: str = ""
    counts: Mapping[str, int] | None = None
    mean: float | None = None


@dataclass(frozen=True)
class Results:
    """``answered`` is known once it was opened."""

    state: UrnState | None
    answered: int | None
    progress: int
    figures: Sequence[Figures] = ()
    texts: Sequence[tuple[Question, Sequence[str]]] = ()
