"""The framework concept: who is asked for comments and votes, and learns what became of them."""

from datetime import date
from uuid import UUID

from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, Personal

FRAMEWORK = "/surveys/rahmenkonzept"
"""The versions that people work on; one is below, under its id."""
CHAPTERS = "kapitel"
"""Below a version: one of its chapters, under its key."""
PUBLIC_FRAMEWORK = "/surveys/oeffentlich/rahmenkonzept"
"""What is adopted, for everybody; below it, the municipality."""

_ASKED = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer das Rahmenkonzept kommentiert und beschließt, erfährt, was ansteht und was daraus"
    " wurde; nie, wer wie gestimmt hat",
    deletion=Deletion.WITH_TOPIC,
)


class CommentsAsked(
    Event,
    name="surveys.framework-comments-asked.v1",
    key="version_id",
    declared=(_ASKED,),
):
    """Somebody may comment a version until the end of a day."""

    version_id: UUID
    number: int
    person_id: UUID
    closes_on: date


class CommentAnswered(
    Event,
    name="surveys.framework-comment-answered.v1",
    key="version_id",
    declared=(_ASKED,),
):
    """The office has said what becomes of somebody's comment."""

    version_id: UUID
    number: int
    chapter_key: UUID
    comment_id: UUID
    person_id: UUID


class ChapterVoteAsked(
    Event,
    name="surveys.framework-vote-asked.v1",
    key="version_id",
    declared=(_ASKED,),
):
    """Somebody may vote on the chapters until the end of a day; ``again`` shortly before it."""

    version_id: UUID
    number: int
    person_id: UUID
    closes_on: date
    again: bool = False


class FrameworkVoted(
    Event,
    name="surveys.framework-voted.v1",
    key="version_id",
    declared=(_ASKED,),
):
    """A vote was counted: so many chapters were adopted, and so many were not."""

    version_id: UUID
    number: int
    person_id: UUID
    accepted: int
    rejected: int
