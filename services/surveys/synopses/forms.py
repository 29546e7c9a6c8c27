"""Nothing is asked but whether it was meant."""

from typing import ClassVar

from services.surveys.synopses.values import REFUSED
from shared.web.kit.forms import Form


class StepForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
