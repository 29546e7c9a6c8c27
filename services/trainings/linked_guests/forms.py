"""What the holder of a guest's link says."""

from typing import Annotated, ClassVar

from services.trainings.forms import GuestForm
from services.trainings.registrations.values import REFUSED
from shared.web.kit.fields import Hidden
from shared.web.kit.forms import Form


class ConfirmForm(GuestForm):
    """Who they are, as they say it themselves; ``waits`` if they saw that they have to."""

    refusals: ClassVar = REFUSED

    waits: Annotated[bool, Hidden] = False


class LeaveForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
