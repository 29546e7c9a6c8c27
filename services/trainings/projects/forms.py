"""What the office is asked about a project."""

from datetime import date
from typing import Annotated, ClassVar

from services.trainings.projects.models import Project
from services.trainings.projects.values import REFUSED, ProjectState
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText


class ProjectForm(Form):
    """What it is for, who does it with whom, and until when."""

    kept_in: ClassVar = ("projects",)
    model: ClassVar = Project
    refusals: ClassVar = REFUSED

    title: Annotated[str, PlainText(120)]
    goal: Annotated[str, FreeText(3000), Label(hint="Was soll am Ende anders sein?")]
    carried_by: Annotated[
        str, PlainText(120, min=0), Label(hint="ein Arbeitskreis oder eine Gruppe")
    ] = ""
    who: Annotated[
        str,
        PlainText(160, min=0),
        Label("Verantwortlich", hint="Vor- und Nachname, wie im Verzeichnis"),
    ] = ""
    partners: Annotated[
        str,
        FreeText(5000, min=0),
        Label("Partner", hint="eine Zeile für jeden; wer im Verzeichnis steht, wird verknüpft"),
    ] = ""
    starts_on: date | None = None
    ends_on: date | None = None
    state: ProjectState = ProjectState.PLANNED
    version: Annotated[int, Hidden] = 0


class ResultForm(Form):
    """What came of it, and whether the network may read it."""

    model: ClassVar = Project
    refusals: ClassVar = REFUSED

    result: Annotated[
        str, FreeText(10_000, min=0), Label(hint="Absätze trennt eine leere Zeile", rows=12)
    ] = ""
    published: Annotated[bool, Label("Im Netzwerk veröffentlichen")] = False
    version: Annotated[int, Hidden] = 0


class ProjectSearch(Form):
    """Which ones."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Titel oder Ziel")] = ""
    state: Annotated[ProjectState | None, Label("Stand")] = None
