"""What an office does with a questionnaire as a whole."""

from typing import Any
from uuid import UUID

from sqlalchemy import select

from services.surveys.paths.values import hash_of
from services.surveys.publishing_checks.values import faults
from services.surveys.questionnaires import queries, rules
from services.surveys.questionnaires.forms import HeadForm, QuestionnaireForm
from services.surveys.questionnaires.models import Questionnaire, QuestionnaireVersion
from services.surveys.questionnaires.values import Document
from shared.database.versions import Overtaken
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me


async def add(uow: UnitOfWork, me: Me, given: QuestionnaireForm) -> Questionnaire:
    """An empty one."""
    return await write_down(uow, me, given.title, Document(languages=rules.languages(given)))


async def write_down(
    uow: UnitOfWork, me: Me, title: str, document: Document, **origin: Any
) -> Questionnaire:
    """A document that was made elsewhere, as a draft of one's own."""
    row = Questionnaire(
        tenant=me.tenant,
        title=title,
        document=document.model_dump(mode="json"),
        next_key=rules.next_key(document),
        changed_at=uow.now,
        **origin,
    )
    uow.session.add(row)
    await uow.session.flush()
    return row


async def change_head(uow: UnitOfWork, me: Me, questionnaire_id: UUID, given: HeadForm) -> None:
    """Texts in a language that is left out stay, unseen; raises ``Overtaken``."""
    row = await queries.questionnaire(uow.session, me.tenant, questionnaire_id)
    if given.version != row.version:
        raise Overtaken(given, await queries.head(uow.session, me.tenant, questionnaire_id))
    row.title = given.title
    row.document = {**row.document, "languages": [*rules.languages(given)]}
    row.changed_at = uow.now
    await uow.session.flush()


async def copy(uow: UnitOfWork, me: Me, questionnaire_id: UUID) -> UUID:
    """With the same keys, so that conditions hold and equal wording stays comparable."""
    row = await queries.questionnaire(uow.session, me.tenant, questionnaire_id)
    made = Questionnaire(
        tenant=me.tenant,
        title=f"Kopie von {row.title}"[:120],
        document=row.document,
        next_key=row.next_key,
        origin_line=row.origin_line,
        origin_number=row.origin_number,
        origin=row.origin,
        licence=row.licence,
        changed_at=uow.now,
    )
    uow.session.add(made)
    await uow.session.flush()
    return made.id


async def delete(uow: UnitOfWork, me: Me, questionnaire_id: UUID) -> None:
    """Raises ``Problem`` where a version was frozen."""
    await _hold(uow, me.tenant, questionnaire_id)
    row = await queries.questionnaire(uow.session, me.tenant, questionnaire_id)
    if await queries.versions(uow.session, me.tenant, questionnaire_id):
        raise Problem(409, "version-frozen", "Versions of it were frozen")
    await uow.session.delete(row)
    await uow.session.flush()


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
