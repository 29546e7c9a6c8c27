"""What the office is asked about somebody whom their carrier has locked."""

from datetime import date
from typing import Annotated, ClassVar

from shared.contracts.directory import DepartureReason
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class LeavingForm(Form):
    """The last day, as the carrier would have posted it."""

    kept_in: ClassVar = ("departures",)
    refusals: ClassVar = {
        "worker-departed": "Diese Beschäftigung ist vorbei. Vermerken Sie die Meldung als geklärt.",
        "hire-cancelled": "Diese Einstellung wurde zurückgenommen. Vermerken Sie die Meldung als"
        " geklärt.",
        "worker-not-found": "Der Träger hat diese Person nicht mehr gemeldet.",
    }

    last_day: Annotated[date, Label("Letzter Tag", hint="selbst noch ein Arbeitstag")]
    reason: Annotated[DepartureReason, Label("Grund")]
