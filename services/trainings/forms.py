"""What several capabilities ask about gatherings."""

from typing import Annotated

from services.trainings.values import When
from shared.contracts.gatherings import GatheringKind
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText


class GatheringSearch(Form):
    """Which gatherings."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Titel oder Inhalt")] = ""
    kind: Annotated[GatheringKind | None, Label("Art")] = None
    when: Annotated[When | None, Label("Wann")] = When.COMING
