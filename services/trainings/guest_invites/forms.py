"""Whom somebody in the network asks to come."""

from typing import ClassVar

from services.trainings.forms import InviteForm
from services.trainings.registrations.values import REFUSED


class RegisterGuestForm(InviteForm):
    """Somebody who is in no directory."""

    refusals: ClassVar = REFUSED
