"""What the office is asked for certificates."""

from typing import Annotated, ClassVar

from services.trainings.certificate_details.models import CertificateDetails
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText


class DetailsForm(Form):
    """All of it may be left empty."""

    model: ClassVar = CertificateDetails

    speakers: Annotated[
        str,
        FreeText(1000, min=0),
        Label(hint="je Zeile eine Person mit Funktion, wie sie genannt werden möchte"),
    ] = ""
    legal_basis: Annotated[
        str,
        PlainText(200, min=0),
        Label(hint="beim Kinderschutz zum Beispiel § 8a SGB VIII, § 4 KKG, § 42 SchulG NRW"),
    ] = ""
    partners: Annotated[
        str, PlainText(300, min=0), Label(hint="mit wem Sie gemeinsam einladen")
    ] = ""
    funding: Annotated[
        str, PlainText(300, min=0), Label(hint="im Wortlaut, den der Zuwendungsbescheid verlangt")
    ] = ""
    responsible: Annotated[
        str, PlainText(160, min=0), Label(hint="Name und Funktion; leer: die Ansprechperson")
    ] = ""
    version: Annotated[int, Hidden] = 0
