"""What trainings announces of invitations to gatherings."""

from uuid import UUID

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
