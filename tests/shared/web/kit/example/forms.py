"""What is asked about organizations."""

from typing import Annotated, Self

from pydantic import model_validator

from shared.contracts.directory import OrganizationKind, SchoolNumber, SchoolType
from shared.contracts.words import words
from shared.web.kit.errors import refuse
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.kit.uploads import Accepts, Upload
from shared.web.text import PlainText

words(
    OrganizationKind,
    municipality="Kommune",
    carrier="Anstellungsträger",
    school="Schule",
    school_authority="Schulträger",
    youth_welfare="Jugendamt",
    kita="Kita",
    partner="Partner",
)
words(
    SchoolType,
    primary="Grundschule",
    main="Hauptschule",
    middle="Realschule",
    secondary="Sekundarschule",
    comprehensive="Gesamtschule",
    grammar="Gymnasium",
    special_needs="Förderschule",
    vocational="Berufskolleg",
)


class OrganizationSearch(Form):
    """What is looked for."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Name oder Schulnummer")] = ""
    kind: Annotated[OrganizationKind | None, Label("Art")] = None


class OrganizationForm(Form):
    """What the office may change."""

    name: Annotated[str, PlainText(160), Label("Name")]
    kind: Annotated[OrganizationKind, Label("Art")]
    school_number: Annotated[SchoolNumber | None, Label("Schulnummer", hint="sechs Ziffern")] = None
    school_type: Annotated[SchoolType | None, Label("Schulform", hint="nur bei Schulen")] = None
    all_day_school: Annotated[bool, Label("Offene Ganztagsschule")] = False
    version: Annotated[int, Hidden] = 0

    @model_validator(mode="after")
    def _school(self) -> Self:
        if self.kind is OrganizationKind.SCHOOL and self.school_number is None:
            raise refuse("Eine Schule hat eine Schulnummer.", "school_number")
        return self


class SchoolList(Form):
    """A list of schools as a file."""

    file: Annotated[Upload, Accepts("csv", max_bytes=100_000), Label("Schulliste", hint="als CSV")]
