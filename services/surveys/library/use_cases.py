"""Publish a version to all municipalities, withdraw it, take one over."""

from uuid import UUID

from services.surveys.library import queries
from services.surveys.library.forms import PublishForm
from services.surveys.library.models import LibraryItem
from services.surveys.library.values import Licence
from services.surveys.questionnaires import queries as questionnaires
from services.surveys.questionnaires import use_cases as writing
from services.surveys.questionnaires.values import Document
from services.surveys.results.queries import municipalities
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.problem import FieldError, Problem
from shared.web.sessions.person import Me


async def publish(
    uow: UnitOfWork, me: Me, questionnaire_id: UUID, version_id: UUID, given: PublishForm
) -> UUID:
    """Raises ``NoResultFound`` and ``Problem``."""
    row = await questionnaires.questionnaire(uow.session, me.tenant, questionnaire_id)
    version = await questionnaires.version_of(uow.session, me.tenant, questionnaire_id, version_id)
    known = await queries.published(uow.session, me.tenant, questionnaire_id)
    if version.number in known:
        raise Problem(409, "already-published", "It is in the library")
    if row.licence == Licence.CC_BY_SA != given.licence:
        errors = [FieldError("licence", "must be the same")]
        raise Problem(409, "same-terms", "The original asks for the same terms", errors=errors)
    [(_, publisher)] = await municipalities(uow.session, [me.tenant])
    item = LibraryItem(
        tenant=me.tenant,
        line=questionnaire_id,
        number=version.number,
        title=version.title,
        about=given.about,
        publisher=publisher,
        based_on=row.origin,
        licence=given.licence,
        document=version.document.model_dump(mode="json"),
        published_at=uow.now,
    )
    uow.session.add(item)
    await uow.session.flush()
    return item.id


async def withdraw(uow: UnitOfWork, me: Me, item_id: UUID) -> None:
    """Whoever has taken it over keeps it."""
    item = await queries.own(uow.session, me.tenant, item_id)
    await uow.session.delete(item)
    await uow.session.flush()


async def take_over(uow: UnitOfWork, me: Me, item_id: UUID) -> UUID:
    """A draft of one's own that says where it is from."""
    item = await queries.item(uow.session, item_id)
    origin = f"{item.publisher}, nach {item.based_on}" if item.based_on else item.publisher
    row = await writing.write_down(
        uow,
        me,
        item.title,
        Document.model_validate(item.document),
        origin_line=item.line,
        origin_number=item.number,
        origin=origin[:200],
        licence=str(item.licence),
    )
    return row.id
