"""What somebody says who asks for a consultation."""

from typing import Annotated, ClassVar

from services.directory.consultations.values import Note, Topic
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class RequestForm(Form):
    """A topic, and a note without a case."""

    kept_in: ClassVar = ("consultations",)
    refusals: ClassVar = {
        "too-many-consultations": "Fünf Ihrer Anfragen sind noch offen. Bitte warten Sie darauf,"
        " oder ziehen Sie eine zurück.",
    }

    topic: Annotated[Topic, Label("Thema")]
    note: Annotated[
        Note,
        Label(
            "Notiz",
            hint="Zum Beispiel, wann es Ihnen passt. Bitte nichts aus einem Fall: keine Namen,"
            " keine Geburtsdaten, nichts, woran ein Kind oder eine Familie zu erkennen ist.",
        ),
    ] = ""
