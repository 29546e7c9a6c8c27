"""Answers of a registration."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from sqlalchemy import ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column

from services.trainings.models import Base
from shared.database.tables import OfTenant, table_of
from shared.privacy.declared import NOT_PERSONAL, Deletion, Kind, personal
from shared.web.conflicts import Conflict, Unreachable

_ANSWER = personal(
    Kind.PARTICIPATION,
    Kind.FREE_TEXT,
    about="registration_id -> registrations(id).person_id",
    purpose="Essen, Unterstützung und was sonst vor einer Veranstaltung zu wissen nötig ist",
    deletion=Deletion.FORTNIGHT_AFTER,
)


class AnswerSheet(OfTenant, Base):
    """That somebody has answered; ``review_since`` if the office has to approve it once more."""

    __tablename__ = "answer_sheets"
    __table_args__ = ({"info": _ANSWER},)

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    answered_at: Mapped[datetime]
    review_since: Mapped[datetime | None] = mapped_column(default=None)


class Answer(OfTenant, Base):
    """One; what was left empty has none."""

    __tablename__ = "registration_answers"
    __table_args__ = (Index("answers_of_question", "question_id"), {"info": _ANSWER})

    registration_id: Mapped[UUID] = mapped_column(ForeignKey("registrations.id"), primary_key=True)
    question_id: Mapped[UUID] = mapped_column(
        ForeignKey("questions.id"), primary_key=True, info=NOT_PERSONAL
    )
    text: Mapped[str]


sheets = table_of(AnswerSheet)
answers = table_of(Answer)
CONSTRAINTS: Mapping[str, Conflict | Unreachable] = {
    "registration_answers.registration_id, registration_answers.question_id": Unreachable(
        "the gathering is locked while somebody answers"
    ),
}
