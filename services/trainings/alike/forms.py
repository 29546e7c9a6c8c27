"""Which gathering stands in for another."""

from typing import Annotated, ClassVar
from uuid import UUID

from services.trainings.alike.values import TYING
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class TieForm(Form):
    """Of those to come of the same kind."""

    refusals: ClassVar = TYING

    other_id: Annotated[UUID, Label("Ersatztermin", missing="Bitte wählen Sie eine Veranstaltung.")]


class UntieForm(Form):
    """Nothing but that it was meant."""
