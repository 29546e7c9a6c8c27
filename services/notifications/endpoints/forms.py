"""What is asked of whoever sets up an endpoint."""

from datetime import datetime
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.notifications.endpoints.models import Endpoint
from services.notifications.endpoints.values import EventType
from services.notifications.posting.values import NO_URL, EndpointUrl
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.kit.reasons import reasons
from shared.web.text import PlainText

reasons(
    {
        NO_URL: "Bitte geben Sie eine Adresse an, die mit https:// beginnt, ohne Benutzername und"
        " ohne #."
    }
)


class _EndpointForm(Form):
    model: ClassVar = Endpoint
    refusals: ClassVar = {
        "carrier-not-found": "Bitte wählen Sie aus der Liste aus.",
        "url-refused": "An diese Adresse dürfen keine Ereignisse gehen. Sie beginnt mit https://"
        " und führt nicht in ein internes Netz.",
    }


class NewEndpointForm(_EndpointForm):
    """For whom, where to, and what of."""

    carrier_id: Annotated[
        UUID | None,
        Label("Für wen", hint="Ein Träger erfährt nur, was seine eigenen Fachkräfte betrifft."),
    ] = None
    name: Annotated[
        str, PlainText(80), Label(hint="woran Sie das System erkennen, zum Beispiel Personalsystem")
    ]
    url: Annotated[
        EndpointUrl, Label(hint="beginnt mit https://; dorthin schicken wir", inputmode="url")
    ]
    types: Annotated[frozenset[EventType], Label(missing="Bitte wählen Sie etwas aus.")] = Field(
        min_length=1
    )


class EndpointForm(_EndpointForm):
    """What may be changed of it."""

    name: Annotated[str, PlainText(80)]
    url: Annotated[EndpointUrl, Label(hint="beginnt mit https://", inputmode="url")]
    types: Annotated[frozenset[EventType], Label(missing="Bitte wählen Sie etwas aus.")] = Field(
        min_length=1
    )
    version: Annotated[int, Hidden] = 0


class RotationForm(Form):
    """The new secret is made beside the one that was shown as the newest."""

    refusals: ClassVar = {
        "rotated-meanwhile": "Inzwischen gibt es schon ein neueres Geheimnis. Bitte laden Sie die"
        " Seite neu, bevor Sie noch eines machen."
    }

    since: Annotated[datetime, Hidden]


class EnablingForm(Form):
    """Whether what was kept meanwhile is sent now."""

    again: Annotated[
        bool,
        Label("Alles nachsenden, was inzwischen liegen blieb", hint="das Älteste zuerst"),
    ] = False
