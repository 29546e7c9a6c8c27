"""What people would like to learn or talk about, and what becomes of it."""

from typing import Annotated
from uuid import UUID

from pydantic import Field

from shared.codes import Open, OpenCode
from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, Personal, Unlinked

TOPICS = "/trainings/themen"
"""What the network would like; one is shown below, under its id."""

_SUPPORTERS = Personal(
    (Kind.PARTICIPATION,),
    about=Unlinked(
        "versiegelt für den Dienst, der die Mails schreibt; dessen Schlüssel wird nach höchstens"
        " 37 Tagen gelöscht"
    ),
    purpose="wer ein Thema unterstützt hat, erfährt, was daraus wurde; sonst erfährt es niemand",
    deletion=Deletion.WITH_TOPIC,
)

Sealed = Annotated[
    str,
    Field(
        pattern=r"^[A-Za-z0-9_-]+(\.[A-Za-z0-9_-]*){4}$",
        examples=["eyJhbGciOiJkaXIifQ..aXY.Y2lwaGVy.dGFn"],
    ),
]
"""A JWE in its compact form (RFC 7516, section 7.1)."""


class TopicOutcome(OpenCode):
    """What the office says to a topic."""

    PLANNED = "planned"
    """There is a gathering, and one may register."""
    DECLINED = "declined"


class TopicAnswered(
    Event, name="trainings.topic-answered.v1", key="proposal_id", declared=(_SUPPORTERS,)
):
    """A topic has become a gathering, or will not; whom to tell what is sealed.

    It is announced alike for a topic that nobody has supported.
    """

    proposal_id: UUID
    outcome: Open[TopicOutcome]
    gathering_id: UUID | None = None
    sealed: Sealed
