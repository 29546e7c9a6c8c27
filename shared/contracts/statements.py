"""What trainings announces of statements on which a group votes."""

from datetime import datetime
from uuid import UUID

from shared.messaging.event import Event, Record
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

_ENTITLED = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer über eine Stellungnahme abstimmen darf, erfährt davon und vom Ergebnis",
    deletion=Deletion.WITH_TOPIC,
)


class StatementRecord(
    Record,
    name="trainings.statement.v1",
    key="statement_id",
    topic="trainings.statements",
    declared=(NotPersonal(),),
):
    """A statement that is voted on, or was."""

    statement_id: UUID
    title: str
    closes_at: datetime
    published: bool = False
    dropped: bool = False


class VoteAsked(Event, name="trainings.vote-asked.v1", key="statement_id", declared=(_ENTITLED,)):
    """Somebody may vote; ``again`` shortly before it closes.

    Of a secret ballot everybody is asked again, so that nothing tells who has voted.
    """

    statement_id: UUID
    person_id: UUID
    again: bool = False


class VoteCounted(
    Event, name="trainings.vote-counted.v1", key="statement_id", declared=(_ENTITLED,)
):
    """Whoever was entitled learns what came of it; once it is over, and when it is published."""

    statement_id: UUID
    person_id: UUID
    accepted: bool
    published: bool = False
