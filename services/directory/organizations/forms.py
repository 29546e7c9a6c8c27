"""What the office is asked about organizations."""

from typing import Annotated, ClassVar

from services.directory.organizations.models import Organization
from services.directory.organizations.schemas import COLUMNS, OrganizationName
from shared.contracts.directory import OrganizationKind, SchoolNumber, SchoolType
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.kit.imports import ListKind
from shared.web.text import PlainText

SCHOOLS = ListKind("Schulliste", "Schule", "Schulen", COLUMNS, ("Schulnummer", "Schulform", "OGS"))


class OrganizationSearch(Form):
    """What is looked for."""

    model: ClassVar = Organization

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Name oder Schulnummer")] = ""
    kind: OrganizationKind | None = None
    school_type: SchoolType | None = None


class OrganizationForm(Form):
    """What the office may change."""

    model: ClassVar = Organization
    refusals: ClassVar = {
        "school-number-taken": "Diese Schulnummer hat schon eine andere Schule.",
        "organization-known": "Diese Organisation gibt es schon.",
        "organization-in-use": "Einsätze oder Zugänge beziehen sich auf diese Organisation;"
        " ihre Art bleibt, wie sie ist.",
    }

    name: OrganizationName
    kind: OrganizationKind
    school_number: Annotated[
        SchoolNumber | None, Label(hint="sechs Ziffern", needed="bei Schulen nötig")
    ] = None
    school_type: Annotated[SchoolType | None, Label(needed="bei Schulen nötig")] = None
    all_day_school: bool = False
    version: Annotated[int, Hidden] = 0
