"""What the holder of a guest's link says."""

from typing import Annotated, ClassVar

from services.trainings.answers.values import REFUSED as ANSWERS
from services.trainings.forms import GuestForm
from services.trainings.registrations.values import REFUSED
from shared.web.kit.fields import Hidden


class ConfirmForm(GuestForm):
    """Who they are, as they say it themselves; ``waits`` if they saw that they have to.

    ``leaves`` if they do not come after all.
    """

    refusals: ClassVar = REFUSED | ANSWERS

    waits: Annotated[bool, Hidden] = False
    leaves: Annotated[bool, Hidden] = False
