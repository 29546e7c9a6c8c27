"""Which part of the network is looked at, and what is to be done about what is missing."""

from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

from services.directory.network.models import GapTask
from services.directory.network.values import TaskState
from shared.contracts.directory import OrganizationKind
from shared.contracts.relationships import RelationshipType
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class NetworkSearch(Form):
    """Which organizations; their neighbours are shown with them."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Name oder Schulnummer")] = ""
    kind: Annotated[OrganizationKind | None, Label("Art")] = None


class GapSearch(Form):
    """Which schools, and what they lack."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Name oder Schulnummer")] = ""
    type: Annotated[RelationshipType | None, Label("Was fehlt")] = None


class TaskSearch(Form):
    """Which tasks."""

    state: Annotated[TaskState | None, Label("Stand")] = None


class TaskForm(Form):
    """By when, and who sees to it."""

    model: ClassVar = GapTask

    due_on: date
    assignee_id: Annotated[UUID | None, Label(hint="leer: wer zuerst dazu kommt")] = None
    version: Annotated[int, Hidden] = 0
