"""The mailbox for programs, such as the demo that prints where to click."""

from uuid import UUID

from fastapi import APIRouter, Depends

from services.notifications.mailbox import queries
from services.notifications.mailbox.rules import mails_are_kept
from services.notifications.mailbox.schemas import KeptMail
from shared.context import CurrentContext, Reading
from shared.contracts.directory import Role
from shared.contracts.notifications import LetterKind
from shared.web.kit.person import operator

api = APIRouter(tags=["mailbox"], dependencies=[Depends(operator), Depends(mails_are_kept)])


@api.get("/mailbox")
async def list_kept_mails(
    here: CurrentContext, session: Reading, worker: UUID | None = None
) -> list[KeptMail]:
    """The newest kept mails, about one worker if named."""
    return [
        KeptMail(
            id=row.id,
            subject=row.subject,
            to_role=Role(row.role) if row.role else None,
            kind=LetterKind(row.kind),
            url=f"{here.settings.base_url}/notifications/postfach/{row.id}",
            links=row.links,
        )
        for row in await queries.about(session, worker)
    ]
