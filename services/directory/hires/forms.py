"""What a carrier's clerk is asked about a hire."""

from datetime import date
from typing import Annotated, ClassVar

from pydantic import StringConstraints

from services.directory.forms import NewPersonFields, PlacementFields
from services.directory.hires.schemas import NewHire, NewPerson
from services.directory.hires.values import REFUSALS
from shared.contracts.directory import Funding
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import ExternalId, MailAddress, PersonName


class PersonFields(Form):
    """Who is hired, and from when on."""

    given_name: Annotated[PersonName, Label("Vorname", autocomplete="off")]
    family_name: Annotated[PersonName, Label("Nachname", autocomplete="off")]
    email: Annotated[
        MailAddress, Label("E-Mail", hint="dorthin geht das Willkommen", autocomplete="off")
    ]
    external_id: Annotated[
        ExternalId,
        Label(
            "Personalnummer",
            hint="Ihre Nummer dieser Person: Buchstaben, Ziffern, . _ / -",
        ),
    ]
    start_date: Annotated[date, Label("Erster Arbeitstag")]


class HireForm(PlacementFields, NewPersonFields, PersonFields):
    """A hire, as ``POST /hires`` takes it; ``key`` is the same as long as the page is open."""

    kept_in: ClassVar = ("people", "employments", "placements")
    refusals: ClassVar = REFUSALS

    funding: Annotated[Funding, Label("Finanzierung")]
    fixed_term_until: Annotated[date | None, Label("Befristet bis")] = None
    key: Annotated[str, StringConstraints(min_length=8, max_length=64), Hidden]

    @property
    def hire(self) -> NewHire:
        """As a program would post it."""
        return NewHire(
            external_id=self.external_id,
            person=NewPerson(
                given_name=self.given_name, family_name=self.family_name, email=self.email
            ),
            start_date=self.start_date,
            placements=self.placements,
            funding=self.funding,
            fixed_term_until=self.fixed_term_until,
        )
