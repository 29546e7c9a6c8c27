"""What whoever was invited says."""

from typing import ClassVar

from services.trainings.invitations.values import REFUSED
from shared.web.kit.forms import Form


class DeclineForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
