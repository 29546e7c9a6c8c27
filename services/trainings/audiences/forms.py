"""The office chooses a group."""

from typing import Annotated, ClassVar
from uuid import UUID

from services.trainings.audiences.values import REFUSED
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class GroupForm(Form):
    """For whom it is."""

    refusals: ClassVar = REFUSED

    group_id: Annotated[UUID, Label("Gruppe", missing="Bitte wählen Sie eine Gruppe.")]
