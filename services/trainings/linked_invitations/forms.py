"""What the holder of a link says."""

from typing import Annotated, ClassVar

from services.trainings.invitations.values import REFUSED, Reply
from shared.web.kit.fields import Hidden
from shared.web.kit.forms import Form


class ReplyForm(Form):
    """One of the buttons; ``waits`` of who has read that there is no seat now."""

    refusals: ClassVar = REFUSED

    answer: Annotated[Reply, Hidden]
    waits: Annotated[bool, Hidden] = False
