"""What is asked about a timeline."""

from datetime import date
from typing import Annotated, ClassVar

from services.directory.forms import PreviewedFields
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

NOTE = "Bitte nichts über Gesundheit, Schülerinnen, Schüler oder Fälle."
_CANCELLED = {"hire-cancelled": "Diese Einstellung wurde zurückgenommen."}


class CorrectionForm(PreviewedFields):
    """What was right from the beginning, and why."""

    kept_in: ClassVar = ("placement_versions",)
    refusals: ClassVar = {**PreviewedFields.refusals, **_CANCELLED}

    valid_from: Annotated[date, Label("Galt ab")]
    note: Annotated[str, PlainText(200), Label("Warum", hint=NOTE)]


class WithdrawalForm(Form):
    """That a change never took place, and why."""

    kept_in: ClassVar = ("placement_versions",)
    refusals: ClassVar = {**PreviewedFields.refusals, **_CANCELLED}

    note: Annotated[str, PlainText(200), Label("Warum", hint=NOTE)]
    seen: Annotated[str, Hidden] = ""


class KnownOn(Form):
    """As of which day a timeline is shown."""

    known_on: Annotated[
        date | None, Label("Stand vom", hint="Leer: mit allem, was heute bekannt ist.")
    ] = None
