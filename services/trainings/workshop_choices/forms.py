"""What somebody wants of the workshops of one time."""

from typing import ClassVar

from services.trainings.forms import WishesForm
from services.trainings.workshop_choices.values import REFUSED


class ChoiceForm(WishesForm):
    """Of somebody signed in."""

    refusals: ClassVar = REFUSED
