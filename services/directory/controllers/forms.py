"""What the office is asked about who answers for data."""

from typing import Annotated, ClassVar

from services.directory.controllers.models import CarrierControllerRow, ControllerRow
from services.directory.controllers.values import Law
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText


class ControllerForm(Form):
    """All of it may be left empty; what is, the page says is missing."""

    model: ClassVar[type[ControllerRow | CarrierControllerRow]] = ControllerRow
    refusals: ClassVar = {
        "controller-known": "Jemand hat das gerade eingetragen. Bitte laden Sie neu."
    }
    parts: ClassVar = {
        "Wer verantwortlich ist": ("name", "address", "email", "phone"),
        "Datenschutzbeauftragte oder Datenschutzbeauftragter": (
            "officer",
            "officer_address",
            "officer_email",
            "officer_phone",
        ),
    }

    name: Annotated[
        str, PlainText(200, min=0), Label(hint="zum Beispiel: Stadt Bergkamen, Der Bürgermeister")
    ] = ""
    address: Annotated[str, FreeText(400, min=0), Label(hint="Straße, Postleitzahl und Ort")] = ""
    email: Annotated[str, PlainText(254, min=0), Label()] = ""
    phone: Annotated[str, PlainText(60, min=0), Label()] = ""
    officer: Annotated[
        str, PlainText(200, min=0), Label(hint="Die Stelle genügt; ein Name muss es nicht sein.")
    ] = ""
    officer_address: Annotated[str, FreeText(400, min=0), Label()] = ""
    officer_email: Annotated[str, PlainText(254, min=0), Label()] = ""
    officer_phone: Annotated[str, PlainText(60, min=0), Label()] = ""
    version: Annotated[int, Hidden] = 0


class CarrierControllerForm(ControllerForm):
    """The same of a carrier, and the law it is under."""

    model = CarrierControllerRow
    parts: ClassVar = {
        **ControllerForm.parts,
        "Recht und Aufsicht": ("law", "authority"),
    }

    law: Annotated[Law | None, Label()] = None
    authority: Annotated[
        str, PlainText(200, min=0), Label(hint="Bleibt das Feld leer, gilt die des Rechts.")
    ] = ""
