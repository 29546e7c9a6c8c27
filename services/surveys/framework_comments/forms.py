"""What somebody says of a chapter, and what the office says to it."""

from typing import Annotated, ClassVar

from services.surveys.framework_comments.models import FrameworkComment, FrameworkReply
from services.surveys.framework_comments.values import REFUSED, CommentKind, Decision
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import FreeText, PlainText


class CommentForm(Form):
    """Under one's name."""

    model: ClassVar = FrameworkComment
    refusals: ClassVar = REFUSED

    kind: Annotated[CommentKind, Label(widget="radios")]
    standard: Annotated[
        str, PlainText(40, min=0), Label("Wozu", hint="sonst zum ganzen Kapitel")
    ] = ""
    text: Annotated[
        str,
        FreeText(2000),
        Label(hint="steht mit Ihrem Namen da; bitte nichts über einzelne Kinder oder Fälle"),
    ]
    wording: Annotated[
        str,
        FreeText(4000, min=0),
        Label(needed="nur bei einem Änderungswunsch", hint="Wie soll es dort heißen?", rows=4),
    ] = ""


class ReplyForm(Form):
    """To a comment."""

    model: ClassVar = FrameworkReply
    refusals: ClassVar = REFUSED

    text: Annotated[str, FreeText(1000), Label("Ihre Antwort", hint="steht mit Ihrem Namen da")]


class DecisionForm(Form):
    """What becomes of it, with the reason that its author reads."""

    refusals: ClassVar = REFUSED

    decision: Annotated[Decision, Label("Was wird daraus?", widget="radios")]
    reason: Annotated[str, FreeText(2000), Label("Begründung", hint="lesen alle, die mitarbeiten")]


class SupportForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
