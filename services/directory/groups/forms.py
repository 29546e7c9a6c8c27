"""What the office is asked about groups."""

from decimal import Decimal
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.directory.groups.models import Group
from services.directory.groups.values import Who
from shared.contracts.directory import Role, SchoolType
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

Hours = Annotated[Decimal, Field(ge=0, le=80, max_digits=4, decimal_places=2)]


class GroupSearch(Form):
    """Which groups."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Name oder Zweck")] = ""


class GroupForm(Form):
    """What a group is called, and whom it takes in by itself."""

    model: ClassVar = Group
    refusals: ClassVar = {"group-known": "Eine Gruppe mit diesem Namen gibt es schon."}

    name: Annotated[str, PlainText(120), Label(hint="bitte ohne Namen von Personen")]
    description: Annotated[str, PlainText(300, min=0)] = ""
    who: Annotated[
        Who | None, Label(hint="leer: niemand von selbst; Sie nehmen alle von Hand auf")
    ] = None
    school_type: SchoolType | None = None
    schools: Annotated[
        tuple[UUID, ...], Label(hint="keine ausgewählt: an allen, oder an allen der Schulform")
    ] = ()
    carrier_id: Annotated[UUID | None, Label(hint="mit seinen Zweigstellen")] = None
    hours_from: Annotated[
        Hours | None, Label(hint="nur bei Fachkräften; an allen Schulen zusammen")
    ] = None
    hours_to: Hours | None = None
    version: Annotated[int, Hidden] = 0


class PersonPick(Form):
    """Somebody by name, then who of those that are called so."""

    kept_in: ClassVar = ("people_group_picks",)

    text: Annotated[str, PlainText(160), Label("Person", hint="Name oder E-Mail-Adresse")]
    person_id: Annotated[UUID | None, Label("Wen meinen Sie?")] = None


class OrganizationPick(Form):
    """Whoever acts for an organization on the day."""

    organization_id: Annotated[
        UUID, Label("Organisation", missing="Bitte wählen Sie eine Organisation.")
    ]
    role: Annotated[
        Role | None, Label("Funktion", hint="leer: alle, die für die Organisation handeln")
    ] = None
