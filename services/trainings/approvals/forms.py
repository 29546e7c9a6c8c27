"""About which registrations the office decides, and why not."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.trainings.registrations.values import REFUSED
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

MOST = 100
Chosen = Annotated[tuple[UUID, ...], Field(max_length=MOST)]


class ChosenForm(Form):
    """Those that are ticked; ``only`` is the one whose own button was pressed."""

    refusals: ClassVar = REFUSED

    chosen: Annotated[Chosen, Label("Anmeldungen")] = ()
    only: Annotated[UUID | None, Hidden] = None

    @property
    def meant(self) -> tuple[UUID, ...]:
        return (self.only,) if self.only else self.chosen


class RejectForm(Form):
    """The same with the reason, which is kept with each."""

    refusals: ClassVar = REFUSED

    chosen: Annotated[Chosen, Hidden] = ()
    reason: Annotated[
        str,
        PlainText(300),
        Label(
            "Grund",
            hint="steht im Verlauf jeder dieser Anmeldungen, bitte nichts Vertrauliches",
        ),
    ]
