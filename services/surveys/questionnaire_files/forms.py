"""A file with a questionnaire."""

from typing import Annotated

from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.kit.uploads import MEGABYTE, Accepts, Upload

MAX_BYTES = MEGABYTE


class QuestionnaireFileForm(Form):
    """As another installation has saved it."""

    file: Annotated[
        Upload,
        Label("Datei", hint="die mit „In eine Datei“ gespeichert wurde, höchstens 1 MB"),
        Accepts("json", max_bytes=MAX_BYTES),
    ]
