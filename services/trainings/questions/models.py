"""Questions of a gathering."""

from collections.abc import Mapping
from datetime import date
from uuid import UUID

from sqlalchemy import JSON, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from services.trainings.questions.values import QuestionKind
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.database.versions import Versioned
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL
from shared.web.conflicts import Conflict, Unreachable


class Question(OfTenant, Base):
    """Never changed, for its answers would be to another one; ``decisive`` for the approval.

    ``later`` is asked once the office has agreed, where it has to.
    """

    __tablename__ = "questions"
    __table_args__ = (UniqueConstraint("gathering_id", "text"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    gathering_id: Mapped[UUID] = mapped_column(ForeignKey("gatherings.id"), info=NOT_PERSONAL)
    kind: Mapped[QuestionKind] = mapped_column(
        Code(QuestionKind), info=NOT_PERSONAL | {"label": "Art"}
    )
    text: Mapped[str] = mapped_column(info=NOT_PERSONAL | {"label": "Frage"})
    hint: Mapped[str] = mapped_column(default="", info=NOT_PERSONAL | {"label": "Hinweis"})
    choices: Mapped[list[str]] = mapped_column(JSON, info=NOT_PERSONAL | {"label": "Antworten"})
    required: Mapped[bool] = mapped_column(default=False, info=NOT_PERSONAL | {"label": "Pflicht"})
    decisive: Mapped[bool] = mapped_column(default=False, info=NOT_PERSONAL)
    later: Mapped[bool] = mapped_column(default=False, info=NOT_PERSONAL)


class AnswerLimit(OfTenant, Versioned, Base):
    """The last day on which answers may change; without one until it begins."""

    __tablename__ = "answer_limits"

    gathering_id: Mapped[UUID] = mapped_column(
        ForeignKey("gatherings.id"), primary_key=True, info=NOT_PERSONAL
    )
    until: Mapped[date | None] = mapped_column(
        default=None, info=NOT_PERSONAL | {"label": "Änderbar bis"}
    )


questions = table_of(Question)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "questions.gathering_id, questions.text": Unreachable(
        "the gathering is locked while somebody adds a question"
    ),
}
