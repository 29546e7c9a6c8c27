"""What somebody wants of the workshops of one time."""

from typing import ClassVar

from services.trainings.forms import WishesForm
from services.trainings.workshop_choices.values import REFUSED


class ChoiceForm(WishesForm):
    """Of somebody signed in."""

    kept_in: ClassVar = ("workshop_wishes",)
    refusals: ClassVar = REFUSED
