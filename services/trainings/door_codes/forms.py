"""What is asked before a code is made: nothing."""

from typing import ClassVar

from shared.web.kit.forms import Form


class CodeForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = {
        "no-seat": "Einen Code bekommt, wer einen Platz hat.",
    }
