"""A form that holds the questions of a gathering, and nothing else."""

from typing import ClassVar

from services.trainings.answers.values import REFUSED
from services.trainings.registrations.values import REFUSED as REGISTERING
from shared.web.kit.forms import Form


class AnswersForm(Form):
    """What is asked stands with the gathering."""

    kept_in: ClassVar = ("registration_answers",)
    refusals: ClassVar = REGISTERING | REFUSED
