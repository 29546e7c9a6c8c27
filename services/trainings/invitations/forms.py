"""Whom the office invites, and what it looks at."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.trainings.invitations.values import REFUSED, Source, Standing
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText


class InviteForm(Form):
    """``expected`` is how many were shown; without it that is first, one ``part`` of the names."""

    kept_in: ClassVar = ("gathering_invitations",)
    refusals: ClassVar = REFUSED

    source: Annotated[Source, Label("Wen")]
    names: Annotated[
        str,
        FreeText(6000, min=0),
        Label("Namen", hint="für Einzelne: je Zeile Vor- und Nachname, wie im Verzeichnis"),
    ] = ""
    group_id: Annotated[UUID | None, Label("Gruppe", hint="nur für eine Gruppe")] = None
    expected: Annotated[int | None, Hidden] = None
    part: Annotated[Annotated[int, Field(ge=1, le=1000)], Hidden] = 1


class InvitedSearch(Form):
    """Which invitations."""

    standing: Annotated[Standing | None, Label("Antwort")] = None


class AskAgainForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED


class EndForm(AskAgainForm):
    """The same."""
