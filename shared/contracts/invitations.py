"""What trainings announces of invitations to gatherings."""

from uuid import UUID

from shared.codes import Open, OpenCode
from shared.contracts.gatherings import SlotFact
from shared.links import LinkKind
from shared.messaging.event import Event
from shared.privacy.declared import Deletion, Kind, Personal

INVITATION_PAGE = LinkKind("trainings.invitation", service="trainings", what="einladung")
"""Where somebody who was invited comes or declines."""

_INVITED = Personal(
    (Kind.PARTICIPATION,),
    about="person_id",
    purpose="wer eingeladen ist, bekommt die Einladung",
    deletion=Deletion.WITH_TOPIC,
)


class GatheringInvited(
    Event, name="trainings.gathering-invited.v1", key="gathering_id", declared=(_INVITED,)
):
    """The office asks somebody to come; again, if they have not answered."""

    gathering_id: UUID
    invitation_id: UUID
    person_id: UUID
    again: bool = False


class InvitationEnd(OpenCode):
    """Why somebody is not invited any more."""

    WITHDRAWN = "withdrawn"
    """The office has taken it back."""
    CALLED_OFF = "called_off"
    """The gathering does not take place."""


class InvitationEnded(
    Event, name="trainings.invitation-ended.v1", key="gathering_id", declared=(_INVITED,)
):
    """Somebody has nothing to answer any more; those who declined are not told."""

    gathering_id: UUID
    invitation_id: UUID
    person_id: UUID
    why: Open[InvitationEnd]


class InvitationMoved(
    Event, name="trainings.invitation-moved.v1", key="gathering_id", declared=(_INVITED,)
):
    """A date of what somebody is invited to, and has not answered, is another one."""

    gathering_id: UUID
    invitation_id: UUID
    person_id: UUID
    before: tuple[SlotFact, ...]
    """As they were told last; empty for a date that was added."""
    date_id: UUID
