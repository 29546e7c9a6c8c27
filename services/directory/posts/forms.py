"""What the office is asked about posts."""

from datetime import date
from decimal import Decimal
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from services.directory.posts.models import Post
from services.directory.posts.values import Standing
from shared.web.kit.fields import Hidden, Label
from shared.web.kit.forms import Form
from shared.web.text import PlainText

Fte = Annotated[Decimal, Field(gt=0, le=10, max_digits=4, decimal_places=2)]


class PostSearch(Form):
    """Which posts."""

    school: Annotated[str, PlainText(160, min=0), Label("Schule", hint="Name oder Schulnummer")] = (
        ""
    )
    standing: Annotated[Standing | None, Label("Stand")] = None


class PostForm(Form):
    """A planned post."""

    model: ClassVar = Post

    school_id: Annotated[UUID, Label(missing="Bitte wählen Sie eine Schule.")]
    carrier_id: Annotated[UUID, Label(missing="Bitte wählen Sie einen Anstellungsträger.")]
    fte: Annotated[Fte, Label(hint="1 ist eine volle Stelle mit 39 Stunden, 0,5 eine halbe")]
    valid_from: date
    last_day: Annotated[date | None, Label("Letzter Tag", hint="leer: bis auf Weiteres")] = None
    version: Annotated[int, Hidden] = 0
