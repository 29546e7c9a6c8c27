"""What stands in a file: a questionnaire and where it is from; never people, never answers."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict

from services.surveys.library.values import Licence
from services.surveys.questionnaires.values import Document
from shared.web.text import PlainText


class QuestionnaireFile(BaseModel):
    """Unknown fields are refused: they could be what does not belong into a questionnaire."""

    model_config = ConfigDict(extra="forbid")

    format: Literal["knotenpunkt-fragebogen"] = "knotenpunkt-fragebogen"
    edition: Literal[1] = 1
    title: Annotated[str, PlainText(120)]
    origin: Annotated[str, PlainText(200)] | None = None
    licence: Licence | None = None
    document: Document
