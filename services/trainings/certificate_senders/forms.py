"""What the office is asked."""

from typing import Annotated, ClassVar

from services.trainings.certificate_senders.models import CertificateSender
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText


class SenderForm(Form):
    """All of it may be left empty."""

    model: ClassVar = CertificateSender
    refusals: ClassVar = {"sender-known": "Jemand hat das gerade eingetragen. Bitte laden Sie neu."}

    address: Annotated[
        str,
        FreeText(400, min=0),
        Label(hint="so, wie sie auf einem Brief steht: Amt, Straße, Postleitzahl und Ort"),
    ] = ""
    place: Annotated[
        str,
        PlainText(80, min=0),
        Label(hint="steht vor dem Datum, zum Beispiel Bergkamen"),
    ] = ""
    version: Annotated[int, Hidden] = 0
