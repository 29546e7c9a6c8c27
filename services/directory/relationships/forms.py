"""What the office is asked about relationships; nobody's name stands in an address."""

from dataclasses import replace
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from services.directory.forms import NewPersonFields
from services.directory.relationships.models import Relationship
from services.directory.relationships.schemas import ContactOrder, Reference
from services.directory.relationships.values import Beginning, State
from shared.contracts.relationships import RelationshipType
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Entered, Form
from shared.web.problem import FieldError, Problem
from shared.web.text import MailAddress, PersonName, PlainText

LastDay = Annotated[
    date | None, Label("Bis", hint="letzter Tag; offen, wenn nichts eingetragen ist")
]
Rank = Annotated[
    ContactOrder, Label(hint="1 wird zuerst angesprochen, 2 danach", inputmode="numeric")
]
Kept = Annotated[
    Reference | None, Label(hint="wo die Vereinbarung liegt: Aktenzeichen oder Ablage")
]


class RelationshipSearch(Form):
    """Which relationships."""

    model: ClassVar = Relationship

    text: Annotated[str, PlainText(160, min=0), Label("Organisation", hint="Name oder Nummer")] = ""
    type: RelationshipType | None = None
    state: Annotated[State | None, Label("Stand")] = None
    organization_id: Annotated[UUID | None, Hidden] = None
    person_id: Annotated[UUID | None, Hidden] = None


class PlaceForm(Form):
    """Where a new one begins; asked in the address."""

    an: Annotated[UUID, Label("Bei welcher Organisation?", choices=[])]


_REFUSALS = {
    "relationship-known": "Diese Beziehung besteht in dieser Zeit schon.",
}


class RelationshipForm(NewPersonFields):
    """The other end of a new one, and its days."""

    kept_in: ClassVar = ("people",)
    model: ClassVar = Relationship
    refusals: ClassVar = _REFUSALS

    other: Annotated[str, PlainText(60, min=0), Label("Mit", choices=[("", "")])] = ""
    given_name: Annotated[
        PersonName | None, Label("Vorname", hint="wenn die Person nicht in der Auswahl steht")
    ] = None
    family_name: Annotated[PersonName | None, Label("Nachname")] = None
    email: Annotated[MailAddress | None, Label("E-Mail-Adresse")] = None
    valid_from: date
    last_day: LastDay = None
    contact_order: Rank = 1
    agreed_on: Annotated[date | None, Label()] = None
    reference: Kept = None
    seen: Annotated[str, PlainText(200, min=0), Hidden] = ""
    """What a replacement was shown to do."""

    @property
    def person(self) -> dict[str, str | None]:
        """Somebody new, as far as they were named."""
        return {name: getattr(self, name) for name in ("given_name", "family_name", "email")}

    @property
    def what(self) -> str:
        """What there is to be seen before a replacement."""
        names = " ".join(each for each in (self.given_name, self.family_name) if each)
        return f"{self.valid_from} {self.last_day} {self.other or names}"

    def in_fields(self, problem: Problem) -> Problem:
        """The same about the fields of this form instead of a program's body."""
        errors = [FieldError(_FIELDS.get(e.field, e.field), e.reason) for e in problem.errors]
        return Problem(problem.status, problem.code, problem.title, problem.detail, errors)


_FIELDS = dict.fromkeys(("from_organization_id", "from_person_id", "to_organization_id"), "other")


def begun(beginning: Beginning, entered: Entered[RelationshipForm]) -> Entered[RelationshipForm]:
    """With what may be the other end, and without what this type has not."""
    hidden = set() if beginning.choices else {"other"}
    if not beginning.takes_people:
        hidden |= {"given_name", "family_name", "email"}
    if not beginning.ends.people:
        hidden.add("contact_order")
    if not beginning.ends.agreement:
        hidden |= {"agreed_on", "reference"}
    return replace(entered, offered={"other": beginning.choices}, left_out=hidden)


class CorrectionForm(Form):
    """What was wrong from the beginning."""

    model: ClassVar = Relationship
    refusals: ClassVar = _REFUSALS

    valid_from: date
    last_day: LastDay = None
    contact_order: Rank = 1
    agreed_on: Annotated[date | None, Label(hint="nur bei Vereinbarungen")] = None
    reference: Kept = None
    version: Annotated[int, Hidden] = 0


class EndForm(Form):
    """The last day, which may lie ahead."""

    model: ClassVar = Relationship
    refusals: ClassVar = _REFUSALS

    last_day: Annotated[date, Label("Letzter Tag", hint="er selbst gehört noch dazu")]
    version: Annotated[int, Hidden] = 0
