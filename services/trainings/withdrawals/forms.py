"""What whoever does not come says."""

from typing import ClassVar

from services.trainings.registrations.values import REFUSED
from shared.web.kit.forms import Form


class WithdrawForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
