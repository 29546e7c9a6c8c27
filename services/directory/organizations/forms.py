"""What the office is asked about organizations."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from services.directory.organizations.models import Organization
from services.directory.organizations.values import (
    CoordinationHours,
    Line,
    Offers,
    OrganizationName,
    Phone,
)
from shared.contracts.directory import OrganizationKind, SchoolNumber, SchoolType
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class OrganizationSearch(Form):
    """What is looked for."""

    model: ClassVar = Organization

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Name, Schulnummer, Thema")] = (
        ""
    )
    kind: OrganizationKind | None = None
    school_type: SchoolType | None = None
    closed: Annotated[bool, Label("auch geschlossene")] = False
    part_of: Annotated[UUID | None, Hidden] = None


class OrganizationForm(Form):
    """What the office may change."""

    model: ClassVar = Organization
    refusals: ClassVar = {
        "school-number-taken": "Diese Schulnummer hat schon eine andere Schule.",
        "organization-known": "Diese Organisation gibt es schon.",
        "organization-in-use": "Einsätze oder Zugänge beziehen sich auf diese Organisation;"
        " ihre Art bleibt, wie sie ist.",
        "organization-cycle": "Das geht nicht: Jene Organisation gehört selbst schon zu dieser.",
    }

    name: OrganizationName
    kind: OrganizationKind
    school_number: Annotated[
        SchoolNumber | None, Label(hint="sechs Ziffern", needed="bei Schulen nötig")
    ] = None
    school_type: Annotated[SchoolType | None, Label(needed="bei Schulen nötig")] = None
    all_day_school: bool = False
    part_of: Annotated[
        UUID | None,
        Label(hint="Zweigstellen zu ihrem Träger, Schulen zum Schulträger, Bezirke zum Jugendamt"),
    ] = None
    district: Annotated[
        Line | None, Label(hint="beim Allgemeinen Sozialen Dienst (ASD): wofür er zuständig ist")
    ] = None
    topics: Annotated[Line | None, Label(hint="mit Komma getrennt; danach wird gesucht")] = None
    offers: Annotated[Offers | None, Label(hint="was es hier gibt, ohne Namen Einzelner")] = None
    phone: Annotated[Phone | None, Label(hint="zum Beispiel 02307 965-0", inputmode="tel")] = None
    coordination_hours: Annotated[
        CoordinationHours | None,
        Label(
            hint="bei der Kommune: alle Koordinierungskräfte zusammen; eine volle Stelle sind 39",
        ),
    ] = None
    valid_from: Annotated[
        date | None, Label(hint="nur wenn sie noch nicht lange besteht; leer: seit jeher")
    ] = None
    version: Annotated[int, Hidden] = 0
