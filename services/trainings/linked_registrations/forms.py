"""What the holder of a link says about their registration."""

from typing import Annotated, ClassVar

from services.trainings.answers.values import REFUSED as ANSWERS
from services.trainings.forms import WishesForm
from services.trainings.linked_registrations.values import Answer
from services.trainings.registrations.values import REFUSED
from services.trainings.workshop_choices import values as choices
from shared.web.kit.fields import Hidden
from shared.web.kit.forms import Form


class AnswerForm(Form):
    """One of the buttons."""

    refusals: ClassVar = REFUSED | ANSWERS | {"no-seat": "Einen Code bekommt, wer einen Platz hat."}

    answer: Annotated[Answer, Hidden]


class ChoiceForm(WishesForm):
    """Workshops, of whoever holds the link."""

    kept_in: ClassVar = ("workshop_wishes",)
    refusals: ClassVar = choices.REFUSED
