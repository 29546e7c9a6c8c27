"""What the office says of a survey."""

from datetime import date
from typing import Annotated, ClassVar, Literal
from uuid import UUID

from services.surveys.surveys.models import PlannedSurvey
from services.surveys.surveys.values import REFUSED, Breakdown, Secrecy
from shared.contracts.directory import SchoolType
from shared.contracts.words import options
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import MailText

_Role = Literal["worker", "head", "carrier", "contact"]
_ROLES = (
    ("worker", "Fachkräfte der Schulsozialarbeit"),
    ("head", "Schulleitungen"),
    ("carrier", "Mitarbeitende der Träger"),
    ("contact", "Ansprechpersonen anderer Stellen"),
)


class SurveyForm(Form):
    """What is asked, whom, and when."""

    model: ClassVar = PlannedSurvey
    refusals: ClassVar = REFUSED

    title: Annotated[str, MailText(160), Label(hint="steht in der Mail und über den Fragen")]
    questionnaire_id: Annotated[
        UUID, Label(hint="gefragt wird, was er in diesem Augenblick sagt", widget="select")
    ]
    roles: Annotated[
        frozenset[_Role],
        Label(
            "Wer gefragt wird",
            hint="leer nur, wenn Sie eine Gruppe wählen: dann alle, die darin sind; wer zur"
            " Koordinierungsstelle gehört, wird nie mitgefragt",
            widget="checkboxes",
            choices=_ROLES,
        ),
    ] = frozenset()
    groups: Annotated[
        frozenset[UUID],
        Label(
            hint="leer: keine Gruppe; wer darin ist, wird beim Starten festgehalten, und der Name"
            " der Gruppe steht bei den Fragen",
            widget="checkboxes",
        ),
    ] = frozenset()
    carriers: Annotated[frozenset[UUID], Label(hint="leer: bei allen", widget="checkboxes")] = (
        frozenset()
    )
    school_types: Annotated[
        frozenset[SchoolType],
        Label(
            hint="leer: an allen; sonst nur Fachkräfte, die an einer solchen Schule arbeiten",
            widget="checkboxes",
            choices=options(SchoolType),
        ),
    ] = frozenset()
    breakdowns: Annotated[
        frozenset[Breakdown],
        Label(
            hint="nur, wo jede Gruppe mindestens fünf Gefragte hat",
            widget="checkboxes",
            choices=options(Breakdown),
        ),
    ] = frozenset()
    opens_on: Annotated[
        date | None, Label("Erster Tag", hint="Einladungen gehen um 8 Uhr hinaus")
    ] = None
    closes_on: Annotated[date | None, Label("Letzter Tag", hint="bis Mitternacht")] = None
    remind_on: Annotated[
        date | None, Label(hint="einmal, um 10 Uhr, an alle, die noch nicht geantwortet haben")
    ] = None
    yearly: Annotated[
        bool,
        Label(
            hint="Beginnt sie, wird die nächste für dieselben Tage des nächsten Schuljahrs geplant,"
            " mit denselben Fragen. Unter „Was von selbst beginnt“ lässt sie sich pausieren."
        ),
    ] = False
    version: Annotated[int, Hidden] = 0


class NewSurveyForm(SurveyForm):
    """The same, and in which way people are asked, which never changes."""

    secrecy: Annotated[
        Secrecy,
        Label(
            "Was die Koordinierungsstelle sieht",
            hint="Das lässt sich später nicht mehr ändern.",
            widget="radios",
            choices=options(Secrecy),
        ),
    ]


class DoneForm(Form):
    """Nothing but that it was meant."""

    refusals: ClassVar = REFUSED
