"""What is asked at the door: nothing but that it was meant."""

from typing import ClassVar

from shared.web.kit.forms import Form


class CheckInForm(Form):
    """One press."""

    refusals: ClassVar = {
        "too-early": "Dafür ist es noch zu früh, oder heute ist kein Termin.",
    }
