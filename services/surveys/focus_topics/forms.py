"""What the office writes down of a focus topic."""

from typing import Annotated, ClassVar

from pydantic import AfterValidator, Field

from services.surveys.focus_topics.models import FocusTopic
from services.surveys.focus_topics.values import REFUSED
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.papers import sound_ways
from shared.web.text import FreeText, PlainText

_WAYS = "je Zeile eine Bezeichnung und dahinter ihre Adresse: https://… oder eine Seite von hier"


class FocusTopicForm(Form):
    """What, why, and what belongs to it."""

    model: ClassVar = FocusTopic
    refusals: ClassVar = REFUSED

    school_year: Annotated[Annotated[int, Field(ge=2000, le=2200)], Label("Schuljahr")]
    title: Annotated[str, PlainText(160)]
    why: Annotated[str, FreeText(3000), Label(hint="Was soll sich ändern, und für wen?")]
    sources: Annotated[
        str,
        FreeText(4000, min=0),
        AfterValidator(sound_ways),
        Label(hint=f"Bedarfe, Ergebnisse, Beschlüsse; {_WAYS}", rows=3),
    ] = ""
    gatherings: Annotated[
        str,
        FreeText(4000, min=0),
        AfterValidator(sound_ways),
        Label(hint=f"{_WAYS}, zum Beispiel „Fachtag /trainings/angebote/…“", rows=3),
    ] = ""
    documents: Annotated[
        str, FreeText(4000, min=0), AfterValidator(sound_ways), Label(hint=_WAYS, rows=3)
    ] = ""
    outcome: Annotated[
        str,
        FreeText(5000, min=0),
        Label(hint="sobald es etwas zu sagen gibt, spätestens am Ende des Schuljahrs", rows=6),
    ] = ""
    version: Annotated[int, Hidden] = 0


class TopicSearch(Form):
    """Which ones."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Titel oder Text")] = ""
    year: Annotated[int | None, Label("Schuljahr")] = None


class RemoveForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
