"""What somebody says who comes from outside."""

from typing import ClassVar

from services.trainings.forms import InviteForm
from services.trainings.registrations.values import REFUSED


class AskForm(InviteForm):
    """Themselves, and their address."""

    refusals: ClassVar = REFUSED
