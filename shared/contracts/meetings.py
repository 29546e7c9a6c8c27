"""What trainings announces of meetings: minutes that can be read, and what somebody has to do."""

from datetime import date
from uuid import UUID

from shared.links import LinkKind
from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, NotPersonal, Personal

ACTIONS = "/trainings/vorhaben"
"""All of a municipality, for its office."""
OWN_ACTIONS = "/trainings/meine-vorhaben"
ACTION_PAGE = LinkKind("trainings.action", service="trainings", what="vorhaben")
"""One of whoever the link was sent to."""

_OWNER = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer etwas übernommen hat, erfährt davon und wird erinnert",
    deletion=Deletion.WITH_TOPIC,
)


class MinutesPublished(
    Event, name="trainings.minutes-published.v1", key="gathering_id", declared=(NotPersonal(),)
):
    """Minutes are frozen, and whoever had a seat may read them; with so many ``decisions``."""

    gathering_id: UUID
    minutes_id: UUID
    decisions: int


class MinutesCorrected(
    Event, name="trainings.minutes-corrected.v1", key="gathering_id", declared=(NotPersonal(),)
):
    """Beside published minutes stands a correction, with this ``number``."""

    gathering_id: UUID
    minutes_id: UUID
    number: int


class ActionItemAssigned(
    Event, name="trainings.action-item-assigned.v1", key="action_id", declared=(_OWNER,)
):
    """Somebody took something upon themselves, the office gave it to them, or moved its day.

    ``assignment_id`` is what a link to it names: it is another one for each owner.
    """

    action_id: UUID
    gathering_id: UUID
    assignment_id: UUID
    person_id: UUID
    due_on: date | None = None


class ActionItemDone(
    Event, name="trainings.action-item-done.v1", key="action_id", declared=(_OWNER,)
):
    """It is done."""

    action_id: UUID
    gathering_id: UUID
    person_id: UUID


class StepAssigned(Event, name="trainings.step-assigned.v1", key="action_id", declared=(_OWNER,)):
    """The same of a step of a project, which no gathering has agreed on."""

    action_id: UUID
    project_id: UUID
    assignment_id: UUID
    person_id: UUID
    due_on: date | None = None


class StepDone(Event, name="trainings.step-done.v1", key="action_id", declared=(_OWNER,)):
    """It is done."""

    action_id: UUID
    project_id: UUID
    person_id: UUID


class ActionItemDropped(
    Event, name="trainings.action-item-dropped.v1", key="action_id", declared=(_OWNER,)
):
    """Nobody has to do it any more."""

    action_id: UUID
    gathering_id: UUID | None = None
    person_id: UUID


class ActionItemDue(
    Event, name="trainings.action-item-due.v1", key="action_id", declared=(_OWNER,)
):
    """It is open and its day is near, or over; said once of each for every day it may have."""

    action_id: UUID
    gathering_id: UUID | None = None
    assignment_id: UUID
    person_id: UUID
    due_on: date
    overdue: bool
