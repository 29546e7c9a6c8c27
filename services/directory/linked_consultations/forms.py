"""What somebody says who asks by a link."""

from typing import Annotated, ClassVar

from services.directory.consultations.values import Note, Topic
from shared.web.kit.fields import Label
from shared.web.kit.forms import Form


class LinkedRequestForm(Form):
    """A topic, and a note without a case."""

    kept_in: ClassVar = ("consultations",)
    refusals: ClassVar = {
        "too-many-consultations": "Fünf Ihrer Anfragen sind noch offen. Bitte warten Sie darauf,"
        " oder ziehen Sie eine zurück.",
        "too-many-by-link": "Über diesen Link sind heute schon drei Anfragen gekommen. Bitte"
        " versuchen Sie es morgen wieder, oder melden Sie sich an.",
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
