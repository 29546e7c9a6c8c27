"""What the office says when it issues, revises or revokes certificates."""

from typing import Annotated, ClassVar

from pydantic import Field

from services.trainings.certificates.values import SHARE
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

REFUSED = {
    "not-over": "Bescheinigungen gibt es, sobald die Veranstaltung vorbei ist und stattgefunden"
    " hat.",
    "never-there": "Diese Person ist an keinem Tag als anwesend eingetragen.",
    "has-one": "Diese Person hat schon eine Bescheinigung. Eine neue Fassung braucht einen Grund.",
    "none-holds": "Es gibt keine gültige Bescheinigung, die sich widerrufen ließe.",
}


class IssueForm(Form):
    """From which share on everybody gets one."""

    refusals: ClassVar = REFUSED

    share: Annotated[
        Annotated[int, Field(ge=0, le=99)],
        Label("Nötiger Anteil in Prozent", hint="wer mehr als diesen Anteil der Einheiten da war"),
    ] = SHARE


class OneForm(Form):
    """One certificate, below the share as well."""

    refusals: ClassVar = REFUSED


class ReasonForm(Form):
    """Why there is another one, or none any more."""

    refusals: ClassVar = REFUSED

    reason: Annotated[
        str,
        PlainText(200),
        Label("Grund", hint="bei einem Widerruf steht er auf der Prüfseite, die alle lesen können"),
    ]
