"""Two people who are one: what is announced, and what may become of what is stored of them."""

from enum import StrEnum
from uuid import UUID

from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, Personal

_MERGED = Personal(
    (Kind.IDENTITY,),
    about="survivor_id",
    purpose="alle Dienste erfahren, dass zwei Personen dieselbe sind",
    deletion=Deletion.WITH_TOPIC,
)


class OnMerge(StrEnum):
    """What becomes of a column that holds somebody's id when they are merged into somebody else.

    Each service says it for each of its columns in ``MERGING``; a test knows when one is missing.
    """

    MOVES = "moves"
    """The survivor's from now on; an undone merge moves it back."""
    MOVES_UNLESS_SAME = "moves_unless_same"
    """The same, but what the survivor has already goes, and comes back with an undone merge."""
    MOVES_IF_NONE = "moves_if_none"
    """The survivor's where they have none of their own; else it stays, and is shown no more."""
    COMBINES = "combines"
    """Each has one: field by field what the office has chosen."""
    COMPUTED = "computed"
    """Follows from the rest, and is computed anew."""
    COPY = "copy"
    """A record says it, and the next one replaces it."""
    SUSPENDED = "suspended"
    """Stays with the one that is merged, who may do nothing, until the office has looked."""
    ENDS = "ends"
    """Is over at once, and does not come back."""
    STAYS = "stays"
    """What was done or said then, with the id of then."""


class PersonMerged(Event, name="directory.person-merged.v1", key="merged_id", declared=(_MERGED,)):
    """One person stands for both from now on; the other's id leads to them for ever.

    It is in order with everything that was told of the other one before.
    """

    survivor_id: UUID
    merged_id: UUID
    merge_id: UUID


class PersonMergeUndone(
    Event, name="directory.person-merge-undone.v1", key="merged_id", declared=(_MERGED,)
):
    """They are two people after all; what was the other's before is theirs again.

    ``employment_ids`` are the employments that have gone back.
    """

    survivor_id: UUID
    merged_id: UUID
    merge_id: UUID
    employment_ids: tuple[UUID, ...] = ()
