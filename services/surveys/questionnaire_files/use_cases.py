"""A file becomes a draft."""

from uuid import UUID

from services.surveys.questionnaire_files.schemas import QuestionnaireFile
from services.surveys.questionnaires import use_cases as writing
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def take_in(uow: UnitOfWork, me: Me, file: QuestionnaireFile) -> UUID:
    """With what it says of its origin."""
    row = await writing.write_down(
        uow,
        me,
        file.title,
        file.document,
        origin=file.origin,
        licence=str(file.licence) if file.licence else None,
    )
    return row.id
