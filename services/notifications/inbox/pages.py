"""One's own inbox. What somebody reads leaves no entry of who did what: it would record when."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.notifications.inbox import queries, use_cases
from services.notifications.inbox.forms import InboxSearch, Seen
from services.notifications.inbox.values import INBOX
from services.notifications.pages import MyDesk
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.phrases import counted
from shared.web.audit import unchanged
from shared.web.kit.forms import Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Anyone
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=INBOX.removeprefix("/notifications"), audience=Anyone)


@pages.get("")
async def list_messages(
    request: Request,
    desk: MyDesk,
    here: CurrentContext,
    session: Reading,
    search: Search[InboxSearch],
    page: PageRequest,
) -> Response:
    """The newest first."""
    found = await queries.page_of(session, desk, page, search.view, search.topic)
    return pages.render(
        request,
        "inbox.html",
        search=search,
        page=found,
        entries=await use_cases.entries(session, here, desk, found.items),
        unread=await queries.unread(session, desk),
        query=f"?{request.url.query}" if request.url.query else "",
    )


@pages.post("/gelesen")
async def mark_all_read(
    request: Request, desk: MyDesk, uow: Uow, search: Search[InboxSearch], form: Posted[Seen]
) -> Response:
    """Of the topic that is shown; what came since the page was made stays unread."""
    unchanged(request)
    newest = await queries.one(uow.session, desk, form.sound.newest)
    number = await use_cases.read_all(uow, desk, newest, search.topic)
    text = f"{counted(number, 'Mitteilung ist', 'Mitteilungen sind')} jetzt gelesen."
    return pages.saved(request, text, to=_back(request))


@pages.get("/{message_id}")
async def show_message(
    request: Request, desk: MyDesk, here: CurrentContext, session: Reading, message_id: UUID
) -> Response:
    """The whole text; looking changes nothing."""
    message = await queries.one(session, desk, message_id)
    opened = await use_cases.open_one(session, here, desk, message)
    unread = await queries.unread(session, desk)
    return pages.render(request, "message.html", opened=opened, unread=unread)


@pages.post("/{message_id}/oeffnen")
async def open_message(request: Request, desk: MyDesk, uow: Uow, message_id: UUID) -> Response:
    """It is read from now on, and then shown."""
    unchanged(request)
    await use_cases.read(uow, desk, await queries.one(uow.session, desk, message_id))
    return RedirectResponse(pages.address(request, message_id), 303)


@pages.post("/{message_id}/zur-sache")
async def open_thing(
    request: Request, desk: MyDesk, here: CurrentContext, uow: Uow, message_id: UUID
) -> Response:
    """It is read from now on, and leads to the page it is about."""
    unchanged(request)
    message = await queries.one(uow.session, desk, message_id)
    await use_cases.read(uow, desk, message)
    entry = (await use_cases.open_one(uow.session, here, desk, message)).entry
    return RedirectResponse(entry.link or pages.address(request, message_id), 303)


@pages.post("/{message_id}/erledigt")
async def finish(request: Request, desk: MyDesk, uow: Uow, message_id: UUID) -> Response:
    """They are done with it."""
    unchanged(request)
    message = await queries.one(uow.session, desk, message_id)
    await use_cases.finish(uow, desk, message, done=True)
    return pages.saved(request, "Als erledigt vermerkt.", to=_back(request))


@pages.post("/{message_id}/offen")
async def reopen(request: Request, desk: MyDesk, uow: Uow, message_id: UUID) -> Response:
    """They are not done with it after all."""
    unchanged(request)
    message = await queries.one(uow.session, desk, message_id)
    await use_cases.finish(uow, desk, message, done=False)
    return pages.saved(request, "Wieder offen.", to=_back(request))


def _back(request: Request) -> str:
    """The list as it was."""
    query = request.url.query
    return pages.address(request) + (f"?{query}" if query else "")
