"""What somebody shows, and to whom."""

from typing import Annotated, Self

from pydantic import model_validator

from services.directory.people.values import SeenBy
from shared.contracts.words import options
from shared.web.kit.errors import refuse
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

_NOT_ALONE = [each for each in options(SeenBy) if each[0] != SeenBy.SELF]
"""The office needs a name, and an address that mails go to."""


class EntryForm(Form):
    """One choice for each field."""

    name_seen_by: Annotated[
        SeenBy,
        Label(
            "Name und Funktion sehen",
            choices=_NOT_ALONE,
            hint="Nur wer öffentlich ist, steht im öffentlichen Verzeichnis.",
        ),
    ]
    email_seen_by: Annotated[SeenBy, Label("E-Mail sehen", choices=_NOT_ALONE)]
    languages: Annotated[
        str, PlainText(160, min=0), Label("Sprachen", hint="zum Beispiel Deutsch, Türkisch")
    ] = ""
    languages_seen_by: Annotated[SeenBy, Label("Sprachen sehen")]
    hours: Annotated[
        str, PlainText(200, min=0), Label("Sprechzeiten", hint="zum Beispiel montags 9 bis 12 Uhr")
    ] = ""
    hours_seen_by: Annotated[SeenBy, Label("Sprechzeiten sehen")]
    version: Annotated[int, Hidden] = 0

    @model_validator(mode="after")
    def _office_sees(self) -> Self:
        for name in ("name_seen_by", "email_seen_by"):
            if getattr(self, name) is SeenBy.SELF:
                raise refuse("Die Koordinierungsstelle braucht diese Angabe.", name)
        return self
