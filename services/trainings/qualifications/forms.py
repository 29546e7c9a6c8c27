"""Which qualifications the office looks at, and what it says when it extends one."""

from datetime import date
from typing import Annotated, ClassVar

from services.trainings.qualifications.models import Qualification
from services.trainings.qualifications.values import REFUSED, Standing
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class QualificationSearch(Form):
    """Which ones."""

    kind: Annotated[str, PlainText(40, min=0), Label("Qualifikation")] = ""
    standing: Annotated[Standing | None, Label("Stand")] = None


class ExtensionForm(Form):
    """Until when, and why."""

    model: ClassVar = Qualification
    refusals: ClassVar = REFUSED

    until: date
    reason: Annotated[
        str,
        PlainText(300),
        Label(hint="steht im Verlauf, den auch die Person selbst liest; nichts über Gesundheit"),
    ]
