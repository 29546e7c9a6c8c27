"""What the office says of a kind of qualification, and for which ones a gathering counts."""

from decimal import Decimal
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.trainings.qualification_kinds.models import QualificationKind
from services.trainings.qualification_kinds.values import REFUSED
from shared.contracts.gatherings import GatheringKind
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

Units = Annotated[Decimal, Field(gt=0, le=500, max_digits=5, decimal_places=2)]


class KindForm(Form):
    """How long it holds, and how much it needs."""

    model: ClassVar = QualificationKind
    refusals: ClassVar = REFUSED

    name: Annotated[str, PlainText(100), Label(hint="zum Beispiel Kinderschutz nach § 8a")]
    units: Annotated[
        Units, Label(hint="Unterrichtseinheiten, auch aus mehreren Veranstaltungen zusammen")
    ]
    months: Annotated[
        Annotated[int, Field(ge=1, le=240)] | None, Label(hint="leer: läuft nicht ab")
    ] = None
    prolong_units: Annotated[
        Units | None, Label(hint="um sie zu verlängern; leer: so viele wie zum Erwerb")
    ] = None
    reactivation_months: Annotated[
        Annotated[int, Field(ge=0, le=120)],
        Label(hint="so lange nach dem Ablauf genügt noch eine Auffrischung"),
    ] = 0
    gathering_kind: Annotated[
        GatheringKind | None,
        Label(hint="alle dieser Art zählen; einzelne wählen Sie auf der Seite der Veranstaltung"),
    ] = None
    asked: Annotated[
        bool, Label(hint="eine Liste zeigt, wer sie noch nie hatte; lässt sich jederzeit ändern")
    ] = False
    version: Annotated[int, Hidden] = 0


class CountedForm(Form):
    """For which qualifications a gathering counts."""

    kinds: Annotated[frozenset[UUID], Label("Zählt für", widget="checkboxes")] = frozenset()
