"""What is asked of those who write minutes."""

from collections.abc import Mapping
from typing import Annotated, ClassVar
from uuid import UUID

from services.trainings.agenda.values import Outcome
from services.trainings.minutes.values import LONGEST, Step
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.problem import Problem
from shared.web.text import FreeText, PlainText

REFUSED: Mapping[str, str] = {
    "minutes-published": "Das Protokoll ist veröffentlicht und wird nicht mehr geändert.",
    "minutes-not-published": "Das Protokoll ist noch nicht veröffentlicht.",
    "minutes-empty": "Das Protokoll hat noch keinen Text.",
    "minutes-early": "Das Treffen hat noch nicht begonnen.",
    "agenda-open": "Bitte sagen Sie zuerst, was aus den Punkten der Tagesordnung wurde.",
    "agenda-over": "Das wurde schon gesagt.",
    "agenda-changed": "Die Tagesordnung hat sich inzwischen geändert. Bitte noch einmal prüfen.",
    "agenda-full": "Die Tagesordnung des nächsten Treffens ist voll.",
    "item-twice": "Bei einem Punkt ist mehr als eines angekreuzt.",
    "no-next-meeting": "Es gibt kein nächstes Treffen, auf das sich übertragen ließe. Legen Sie die"
    " Punkte in den Themenspeicher, oder legen Sie das nächste Treffen an.",
}


class MinutesForm(Form):
    """The whole text; ``version`` is the revision it began with."""

    kept_in: ClassVar = ("minutes_drafts",)
    refusals: ClassVar = REFUSED

    text: Annotated[
        str,
        FreeText(LONGEST, min=0),
        Label("Protokoll", hint="Absätze trennt eine leere Zeile. Ergebnisse, keine Fälle."),
    ] = ""
    version: Annotated[int, Hidden] = 0
    step: Annotated[Step, Hidden] = Step.SAVE


class RestoreForm(Form):
    """The revision that was the newest when the button was shown."""

    refusals: ClassVar = REFUSED

    version: Annotated[int, Hidden] = 0


class SettleForm(Form):
    """What became of the items that are not done with; ``seen`` are all that were shown."""

    refusals: ClassVar = REFUSED

    carried: Annotated[tuple[UUID, ...], Label("Auf das nächste Treffen übertragen")] = ()
    kept: Annotated[tuple[UUID, ...], Label("In den Themenspeicher legen")] = ()
    dropped: Annotated[tuple[UUID, ...], Label("Entfällt")] = ()
    seen: Annotated[tuple[UUID, ...], Hidden] = ()

    @property
    def outcomes(self) -> Mapping[UUID, Outcome]:
        """Of each that was shown; raises ``Problem`` for one of which two things are said."""
        said = {
            Outcome.CARRIED: set(self.carried),
            Outcome.KEPT: set(self.kept),
            Outcome.DROPPED: set(self.dropped),
        }
        if sum(map(len, said.values())) > len(set().union(*said.values())):
            raise Problem(409, "item-twice", "Two things are said of an item")
        return {
            key: next((each for each, keys in said.items() if key in keys), Outcome.REACHED)
            for key in self.seen
        }


class PublishForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED


class CorrectionForm(Form):
    """What should be read beside the published text."""

    kept_in: ClassVar = ("minutes_corrections",)
    refusals: ClassVar = REFUSED

    text: Annotated[str, FreeText(2000), Label("Berichtigung", hint="was richtig ist")]
    reason: Annotated[str, PlainText(300), Label("Grund", hint="steht dabei")]
