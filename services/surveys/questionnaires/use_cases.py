"""What an office does with a questionnaire as a whole."""

from uuid import UUID

from sqlalchemy import select

from services.surveys.publishing_checks.rules import faults
from services.surveys.questionnaires import queries
from services.surveys.questionnaires.models import Questionnaire, QuestionnaireVersion
from services.surveys.questionnaires.rules import hash_of
from services.surveys.questionnaires.values import Document
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem


async def freeze(uow: UnitOfWork, tenant: str, questionnaire_id: UUID) -> UUID:
    """The version that says what the draft says now; raises ``Problem``."""
    await _hold(uow, tenant, questionnaire_id)
    row = await queries.questionnaire(uow.session, tenant, questionnaire_id)
    document = Document.model_validate(row.document)
    if wrong := faults(document):
        errors = [FieldError(each.key or "document", each.text) for each in wrong]
        raise Problem(422, "questionnaire-not-ready", "It cannot be asked yet", errors=errors)
    known = await queries.versions(uow.session, tenant, questionnaire_id)
    digest = hash_of(document)
    for each in known:
        if each.sha256 == digest:
            return each.id
    version = QuestionnaireVersion(
        tenant=tenant,
        questionnaire_id=questionnaire_id,
        number=known[0].number + 1 if known else 1,
        document=document.model_dump(mode="json"),
        sha256=digest,
        frozen_at=uow.now,
    )
    uow.session.add(version)
    await uow.session.flush()
    return version.id


async def _hold(uow: UnitOfWork, tenant: str, questionnaire_id: UUID) -> None:
    """Until the transaction ends, nobody else freezes or changes it."""
    mine = (Questionnaire.tenant == tenant, Questionnaire.id == questionnaire_id)
    await uow.session.execute(select(Questionnaire.id).where(*mine).with_for_update())
