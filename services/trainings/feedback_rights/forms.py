"""Whether feedback is asked for."""

from typing import Annotated, ClassVar

from services.trainings.feedback_rights.models import FeedbackPlan
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form


class AskForm(Form):
    """Until people were asked."""

    model = FeedbackPlan
    refusals: ClassVar = {"already-asked": "Es wurde schon um Rückmeldung gebeten."}

    asked: Annotated[
        bool,
        Label(hint="Wer da war, bekommt danach eine Mail mit einem Link, der einmal gilt."),
    ] = False
    version: Annotated[int, Hidden] = 0
