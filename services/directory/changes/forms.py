"""What is asked when placements change."""

from datetime import date
from typing import Annotated, ClassVar

from services.directory.forms import PreviewedFields
from shared.web.kit.fields import Label


class ChangeForm(PreviewedFields):
    """The schools from a day on."""

    kept_in: ClassVar = ("placements",)
    refusals: ClassVar = {
        **PreviewedFields.refusals,
        "worker-departed": "Diese Beschäftigung ist vorbei. Wer wiederkommt, wird neu eingestellt.",
        "hire-cancelled": "Diese Einstellung wurde zurückgenommen.",
    }

    valid_from: Annotated[date, Label("Gilt ab")]
