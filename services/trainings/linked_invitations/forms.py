"""What the holder of a link says."""

from typing import Annotated, ClassVar

from services.trainings.alike.values import SWAPS
from services.trainings.invitations.values import REFUSED, Reply
from services.trainings.overlaps.values import OVERLAPS
from shared.web.kit.fields import Hidden
from shared.web.kit.forms import Form


class ReplyForm(Form):
    """One of the buttons; ``waits`` of who has read that there is no seat now.

    ``anyway`` and ``swaps`` of who has read that they are registered for something else.
    """

    refusals: ClassVar = REFUSED | {
        OVERLAPS: "Das überschneidet sich mit einem anderen Termin. Kommen Sie trotzdem?",
        SWAPS: "Sie haben schon einen Platz bei einem Ersatztermin. Möchten Sie tauschen?",
    }

    answer: Annotated[Reply, Hidden]
    waits: Annotated[bool, Hidden] = False
    anyway: Annotated[bool, Hidden] = False
    swaps: Annotated[bool, Hidden] = False
