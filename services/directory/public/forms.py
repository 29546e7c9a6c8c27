"""What strangers look for."""

from typing import Annotated

from shared.contracts.directory import OrganizationKind, Role, SchoolType
from shared.contracts.words import options
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

_NO_OFFERS = (OrganizationKind.SCHOOL, OrganizationKind.MUNICIPALITY)


class PlaceSearch(Form):
    """Which municipality."""

    text: Annotated[str, PlainText(160, min=0), Label("Kommune")] = ""


class ContactSearch(Form):
    """Who is looked for, by what they have opened."""

    text: Annotated[
        str, PlainText(160, min=0), Label("Suche", hint="Name, E-Mail, Telefon oder Sprache")
    ] = ""
    role: Annotated[Role | None, Label("Funktion")] = None
    kind: Annotated[OrganizationKind | None, Label("Wirkt bei")] = None


class SchoolSearch(Form):
    """Which school."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Name oder Schulnummer")] = ""
    school_type: Annotated[SchoolType | None, Label("Schulform")] = None


class OfferSearch(Form):
    """Which offers."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Thema, Angebot oder Name")] = (
        ""
    )
    kind: Annotated[
        OrganizationKind | None,
        Label(
            "Art", choices=[each for each in options(OrganizationKind) if each[0] not in _NO_OFFERS]
        ),
    ] = None
