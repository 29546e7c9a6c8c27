"""What may be done with a topic, and what is sealed about it."""

from collections.abc import Sequence
from random import SystemRandom
from uuid import UUID

import orjson

from services.trainings.proposals.models import Proposal
from services.trainings.proposals.values import Standing
from shared.contracts.gatherings import GatheringState
from shared.web.problem import Problem

SIZE = 4096
"""Sealed contents are filled up to a multiple of so many bytes: their length tells no number."""
_MIXED = SystemRandom()


def standing(row: Proposal, gathering: GatheringState | None) -> Standing:
    """A gathering that was called off before anybody was told leaves its topic open."""
    if row.declined_at is not None:
        return Standing.DECLINED
    lost = gathering is None or (gathering is GatheringState.CANCELLED and row.told_at is None)
    return Standing.OPEN if lost else Standing.PLANNED


def refuse_answered(row: Proposal) -> None:
    """Raise ``Problem`` where there is nothing to be supported or decided any more."""
    if row.told_at is not None or row.declined_at is not None:
        raise Problem(409, "topic-answered", "It has been decided already")


def refuse_planned(row: Proposal, gathering: GatheringState | None) -> None:
    """Raise ``Problem`` where a gathering stands for it."""
    refuse_answered(row)
    if standing(row, gathering) is Standing.PLANNED:
        raise Problem(409, "topic-planned", "A gathering has been made of it")


def content(row: Proposal, people: Sequence[UUID]) -> bytes:
    """What only the writer of the mails reads, in no order."""
    mixed = [str(each) for each in people]
    _MIXED.shuffle(mixed)
    said = {"title": row.title, "reason": row.reason, "people": mixed}
    written = orjson.dumps(said)
    return written.ljust(-(-len(written) // SIZE) * SIZE)
