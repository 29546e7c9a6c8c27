"""What is asked of those who write a statement, comment it and vote on it."""

from datetime import date
from typing import Annotated, ClassVar

from services.trainings.statements.models import Statement
from services.trainings.statements.values import REFUSED, Ballot, Choice
from services.trainings.values import BY_ROLE, Audience
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText

LONGEST = 20_000


class TextForm(Form):
    """Title and text; ``version`` is the one they began with."""

    model: ClassVar = Statement
    refusals: ClassVar = REFUSED

    title: Annotated[str, PlainText(160)]
    text: Annotated[
        str, FreeText(LONGEST), Label("Text", hint="Absätze trennt eine leere Zeile", rows=16)
    ]
    version: Annotated[int, Hidden] = 0


class StatementForm(TextForm):
    """The same, with whose it is."""

    gathering: Annotated[
        str,
        PlainText(40, min=0),
        Label("Veranstaltung", hint="Wer dort einen Platz hat, kommentiert und stimmt ab"),
    ] = ""
    audience: Annotated[
        Audience,
        Label("Sonst: für wen", hint="gilt, wenn keine Veranstaltung gewählt ist", choices=BY_ROLE),
    ] = Audience.EVERYBODY


class CommentForm(Form):
    """What somebody says of it."""

    kept_in: ClassVar = ("statement_comments",)
    refusals: ClassVar = REFUSED

    text: Annotated[str, FreeText(2000), Label("Kommentar", hint="steht mit Ihrem Namen da")]


class OpenForm(Form):
    """How it is voted on, and until when."""

    refusals: ClassVar = REFUSED

    ballot: Annotated[
        Ballot,
        Label(
            "Abstimmung",
            hint="Namentlich: Die Beteiligten sehen am Ende, wer wie gestimmt hat",
            widget="radios",
        ),
    ]
    last_day: Annotated[date, Label("Letzter Tag", hint="der ganze Tag zählt noch")]


class VoteForm(Form):
    """One of three."""

    kept_in: ClassVar = ("statement_voters",)
    refusals: ClassVar = REFUSED

    choice: Annotated[Choice, Label("Ihre Stimme", widget="radios")]


class StepForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED


class StatementSearch(Form):
    """Which ones."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Titel")] = ""
