"""Questions that an office adds, until they are asked."""

from uuid import UUID

from sqlalchemy import JSON, Index, Text
from sqlalchemy.orm import Mapped, mapped_column

from services.surveys.feedback.values import AnswerKind
from services.surveys.models import Base
from shared.database.tables import OfTenant, table_of
from shared.database.types import Code
from shared.ids import new_id
from shared.privacy.declared import NOT_PERSONAL


class FeedbackQuestion(OfTenant, Base):
    """One of at most three; what is asked is a copy, made when the urn is."""

    __tablename__ = "feedback_questions"
    __table_args__ = (Index("feedback_questions_of_gathering", "tenant", "gathering_id", "id"),)

    id: Mapped[UUID] = mapped_column(primary_key=True, default=new_id, info=NOT_PERSONAL)
    gathering_id: Mapped[UUID] = mapped_column(info=NOT_PERSONAL)
    kind: Mapped[AnswerKind] = mapped_column(Code(AnswerKind), info=NOT_PERSONAL | {"label": "Art"})
    text: Mapped[str] = mapped_column(Text, info=NOT_PERSONAL | {"label": "Frage"})
    options: Mapped[list[str]] = mapped_column(JSON, info=NOT_PERSONAL | {"label": "Antworten"})


feedback_questions = table_of(FeedbackQuestion)
