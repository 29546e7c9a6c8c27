"""What the page of parked messages is asked for, and what its forms send."""

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, Field

from services.dashboard.parked import rules
from shared.json import Json
from shared.web.kit.errors import refuse
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Entered, Form
from shared.web.text import PlainText

Service = Literal["", "directory", "trainings", "surveys", "notifications", "dashboard"]
"""Which service is meant, if any."""
Position = Annotated[int, Field(ge=0, lt=2**62)]


class Cause(Form):
    """Why messages of one type are parked in one service; an empty type is none."""

    service: Annotated[Service, Hidden] = ""
    type: Annotated[str, Field(max_length=400), Hidden] = ""
    cause: Annotated[str, Field(max_length=100), Hidden] = ""
    detail: Annotated[str, Field(max_length=8000), Hidden] = ""


class Opened(Cause):
    """A cause whose messages are shown, from a position on."""

    after: Annotated[Position, Hidden] = 0


class Chosen(Cause):
    """Messages of one cause: some, or all there are."""

    positions: Annotated[tuple[Position, ...], Field(max_length=1000), Hidden] = ()
    everything: Annotated[bool, Hidden] = False

    @property
    def meant(self) -> bool:
        """Whether a service is named, and some of its messages or all."""
        return bool(self.service and (self.positions or self.everything))


def chosen_in(form: Entered[Any]) -> Chosen:
    """Which messages a form means, whatever is wrong with the rest of it."""
    known = {name: form.typed[name] for name in Chosen.model_fields if name in form.typed}
    return Chosen.model_construct(**known)


_NO_REASON = "Bitte nennen Sie den Grund. Er bleibt im Verlauf stehen."


class Discarded(Chosen):
    """Messages to give up, and why."""

    reason: Annotated[
        str,
        PlainText(rules.LONGEST_REASON),
        Label(
            "Grund",
            hint="Er bleibt mit dem Inhalt der Nachricht im Verlauf stehen. Bitte keine Namen von"
            " Personen.",
            missing=_NO_REASON,
        ),
    ]


class Place(Cause):
    """Where one message is parked; it is none without a position."""

    position: Annotated[Position | None, Hidden] = None


def _body(text: str) -> Json:
    body, wrong = rules.read_body(text)
    if body is None:
        raise refuse(wrong)
    return body


class Corrected(Place):
    """Another body for a copy of one message, and why."""

    data: Annotated[
        Json,
        BeforeValidator(_body),
        Label("Inhalt (JSON)", widget="textarea", missing="Bitte geben Sie den neuen Inhalt ein."),
    ]
    reason: Annotated[
        str,
        PlainText(rules.LONGEST_REASON),
        Label(
            "Grund",
            hint="Was war falsch, was haben Sie geändert? Bitte keine Namen von Personen.",
            missing=_NO_REASON,
        ),
    ]
