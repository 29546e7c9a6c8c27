"""The inbox of whoever is signed in, and how much of it is unread."""

from fastapi import APIRouter, Request

from services.notifications.inbox import queries, use_cases
from services.notifications.inbox.schemas import InboxMessage, InboxPage, Unread
from services.notifications.inbox.values import INBOX
from services.notifications.pages import MyDesk
from shared.context import CurrentContext, Reading
from shared.web.kit.lists import CursorRequest, next_page

api = APIRouter(tags=["inbox"])


@api.get("/inbox")
async def list_messages(
    request: Request, desk: MyDesk, here: CurrentContext, session: Reading, wanted: CursorRequest
) -> InboxPage:
    """What they were told in the last 90 days, the newest first."""
    page = await queries.page_of(session, desk, wanted)
    kinds = {each.id: each.kind for each in page.items}
    items = [
        InboxMessage(
            id=each.id,
            kind=kinds[each.id],
            subject=each.subject,
            created_at=each.at,
            read=each.read,
            done=each.done,
            url=f"{here.settings.base_url}{INBOX}/{each.id}",
        )
        for each in await use_cases.entries(session, here, desk, page.items)
    ]
    return InboxPage(items=items, next=next_page(request, page))


@api.get("/inbox/unread")
async def count_unread(desk: MyDesk, session: Reading) -> Unread:
    """How many they have not read."""
    return Unread(unread=await queries.unread(session, desk))
