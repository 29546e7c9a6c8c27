"""What several capabilities ask about gatherings."""

from datetime import time
from typing import Annotated

from pydantic import StringConstraints

from shared.contracts.gatherings import GatheringKind
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

ClockTime = Annotated[str, StringConstraints(pattern=r"^([01]?\d|2[0-3])[:.][0-5]\d$")]


def clock_time(text: str) -> time:
    """9:00 or 9.00, as a form has it."""
    hour, minute = text.replace(".", ":").split(":")
    return time(int(hour), int(minute))


class GatheringSearch(Form):
    """Which gatherings."""

    text: Annotated[str, PlainText(160, min=0), Label("Suche", hint="Titel oder Inhalt")] = ""
    kind: Annotated[GatheringKind | None, Label("Art")] = None
    past: Annotated[bool, Label("Auch vergangene")] = False
