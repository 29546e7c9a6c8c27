"""What the office says before somebody is erased."""

from typing import Annotated, ClassVar

from services.directory.privacy_requests.rules import REFUSALS, WORD
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class ErasureForm(Form):
    """A word that nobody types by mistake."""

    refusals: ClassVar = REFUSALS

    typed: Annotated[
        str, PlainText(20), Label(f"Zur Bestätigung: {WORD}", hint=f"Bitte tippen Sie {WORD}.")
    ]
