"""What is asked about a topic."""

from typing import Annotated, ClassVar

from services.trainings.proposals.models import Proposal
from services.trainings.proposals.values import REFUSED, Standing
from shared.contracts.gatherings import GatheringKind
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, MailText, PlainText


class ProposalForm(Form):
    """What somebody would like."""

    model: ClassVar = Proposal
    refusals: ClassVar = REFUSED

    title: Annotated[str, MailText(120), Label(hint="in wenigen Worten; ohne Namen")]
    about: Annotated[
        str,
        FreeText(2000, min=0),
        Label(
            hint="Was möchten Sie danach wissen oder können? Bitte ohne Namen und Fälle; Ihr Name"
            " steht nicht dabei",
            rows=6,
        ),
    ] = ""
    kind: GatheringKind = GatheringKind.TRAINING
    version: Annotated[int, Hidden] = 0


class DeclineForm(Form):
    """Why not."""

    model: ClassVar = Proposal
    refusals: ClassVar = REFUSED

    reason: Annotated[
        str,
        FreeText(1000),
        Label(hint="steht auf der Seite und in der Nachricht an alle, die das Thema unterstützen"),
    ]


class SupportForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED


class ProposalSearch(Form):
    """Which ones."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Thema oder worum es geht")] = (
        ""
    )
    kind: Annotated[GatheringKind | None, Label("Art")] = None
    standing: Annotated[Standing | None, Label("Stand")] = None
