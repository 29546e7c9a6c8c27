"""What the office is asked about organizations."""

from typing import Annotated, ClassVar, Self

from pydantic import model_validator

from services.directory.organizations import rules
from services.directory.organizations.schemas import HEADINGS, OrganizationName
from shared.contracts.directory import OrganizationKind, SchoolNumber, SchoolType
from shared.web.kit.errors import refuse
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.kit.reasons import in_german
from shared.web.kit.uploads import Accepts, Upload
from shared.web.sheets import MAX_BYTES
from shared.web.text import PlainText


class OrganizationSearch(Form):
    """What is looked for."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Name oder Schulnummer")] = ""
    kind: Annotated[OrganizationKind | None, Label("Art")] = None
    school_type: Annotated[SchoolType | None, Label("Schulform")] = None


class OrganizationForm(Form):
    """What the office may change."""

    refusals: ClassVar = {
        "school-number-taken": "Diese Schulnummer hat schon eine andere Schule.",
        "organization-known": "Diese Organisation gibt es schon.",
        "organization-in-use": "Einsätze oder Zugänge beziehen sich auf diese Organisation;"
        " ihre Art bleibt, wie sie ist.",
    }

    name: Annotated[OrganizationName, Label("Name")]
    kind: Annotated[OrganizationKind, Label("Art")]
    school_number: Annotated[
        SchoolNumber | None, Label("Schulnummer", hint="sechs Ziffern, bei Schulen nötig")
    ] = None
    school_type: Annotated[SchoolType | None, Label("Schulform", hint="bei Schulen nötig")] = None
    all_day_school: Annotated[bool, Label("Offener Ganztag")] = False
    version: Annotated[int, Hidden] = 0

    @model_validator(mode="after")
    def _school_or_not(self) -> Self:
        for error in rules.school_errors(self):
            raise refuse(in_german(error.reason), error.field)
        return self


class SchoolListUpload(Form):
    """A list of schools as a file."""

    columns: ClassVar = {name: label for label, name in HEADINGS.items()}

    file: Annotated[
        Upload,
        Accepts("csv", max_bytes=MAX_BYTES),
        Label("Schulliste", hint="als CSV gespeichert, höchstens 5.000 Schulen"),
    ]


class SeenList(Form):
    """The list whose preview was confirmed."""

    kept: Annotated[str, Hidden]
