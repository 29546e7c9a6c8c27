"""What the holder of a guest's link says."""

from typing import Annotated, ClassVar

from services.trainings.answers.values import REFUSED as ANSWERS
from services.trainings.forms import GuestForm
from services.trainings.overlaps.values import REFUSED as OVERLAPPING
from services.trainings.registrations.values import REFUSED
from shared.web.kit.fields import Hidden, Label


class ConfirmForm(GuestForm):
    """Who they are, as they say it themselves; ``waits`` if they saw that they have to.

    ``leaves`` if they do not come after all; ``anyway`` although something else is at that time.
    """

    kept_in: ClassVar = ("guests",)
    refusals: ClassVar = REFUSED | ANSWERS | OVERLAPPING

    waits: Annotated[bool, Hidden] = False
    leaves: Annotated[bool, Hidden] = False
    anyway: Annotated[bool, Label("Ich melde mich trotz der Überschneidung an")] = False
