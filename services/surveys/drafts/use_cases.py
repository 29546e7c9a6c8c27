"""One step of the office's work on a questionnaire."""

from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from pydantic import BaseModel

from services.surveys.drafts import queries as drafts
from services.surveys.drafts.values import Draft, Work
from services.surveys.questionnaires import queries
from shared.database.versions import Overtaken
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.sessions.person import Me


async def change(
    uow: UnitOfWork,
    me: Me,
    questionnaire_id: UUID,
    work: Work,
    given: BaseModel | None = None,
    shown: Callable[[Draft], Mapping[str, Any]] = lambda _: {},
) -> Draft:
    """Store what ``work`` makes of it, and return that.

    Raises ``NoResultFound``, and ``Overtaken`` where ``given`` was filled in for an older state;
    ``shown`` is what the form would show now.
    """
    row = await queries.questionnaire(uow.session, me.tenant, questionnaire_id)
    draft = await drafts.draft(uow.session, me.tenant, questionnaire_id)
    if given is not None and getattr(given, "version", None) != row.version:
        raise Overtaken(given, {**shown(draft), "version": row.version})
    edited = work(draft)
    row.document = edited.document.model_dump(mode="json")
    row.next_key = edited.next_key
    row.changed_at = uow.now
    await uow.session.flush()
    return edited
