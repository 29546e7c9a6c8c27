"""The mailbox on pages: the list, one mail, and its HTML in a frame that can do nothing."""

from uuid import UUID

from fastapi import Depends, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from services.notifications.mailbox import queries
from services.notifications.mailbox.rules import mails_are_kept
from services.notifications.mailbox.values import FRAME_HEADERS, framed
from services.notifications.mails.values import every_kind, title_of
from shared.context import Reading
from shared.contracts.notifications import LetterKind
from shared.web.audit import looked
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Operations
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem

FRAME_PIXELS = 1140
"""Of a mail of a kind that nobody knows any more."""
FRAME_PIXELS_PER_LINK = 180
"""A frame cannot grow with its content without a script; on a narrow screen it scrolls."""
FOOT_PIXELS = 280
"""Of the line by which a topic is given up, and of what the first mail says about data."""
NOT_STORED = {"Cache-Control": "no-store"}

pages = PageRouter(
    __package__, prefix="/postfach", audience=Operations, dependencies=[Depends(mails_are_kept)]
)


@pages.get("", dependencies=[looked])
async def list_mails(request: Request, session: Reading, page: PageRequest) -> Response:
    """The kept mails, newest first."""
    return pages.render(request, "mailbox.html", page=await queries.page_of(session, page))


@pages.get("/{mail_id}", dependencies=[looked])
async def show_mail(request: Request, session: Reading, mail_id: UUID) -> Response:
    """One mail as its recipient would see it."""
    mail = await queries.one(session, mail_id)
    kind = LetterKind(mail.kind)
    known = every_kind().get(kind)
    own = known.height if known else FRAME_PIXELS
    height = own + FOOT_PIXELS + FRAME_PIXELS_PER_LINK * len(mail.links)
    return pages.render(request, "mail.html", mail=mail, kind=title_of(kind), height=height)


@pages.get("/{mail_id}/html", dependencies=[looked])
async def show_html(session: Reading, mail_id: UUID) -> Response:
    """The mail's own HTML; its links open beside the frame."""
    mail = await queries.one(session, mail_id)
    return HTMLResponse(framed(mail.html), headers=FRAME_HEADERS)


@pages.get("/{mail_id}/kalender/{number}", dependencies=[looked])
async def show_calendar(session: Reading, mail_id: UUID, number: int) -> Response:
    """What a calendar would read of it, as a program for calendars opens it."""
    mail = await queries.one(session, mail_id)
    if not 1 <= number <= len(mail.calendars):
        raise Problem(404, "not-found", "Not found")
    file = {"Content-Disposition": 'attachment; filename="invite.ics"', **NOT_STORED}
    return Response(mail.calendars[number - 1], media_type="text/calendar", headers=file)


@pages.get("/{mail_id}/text", dependencies=[looked])
async def show_text(session: Reading, mail_id: UUID) -> Response:
    """The mail's text part."""
    mail = await queries.one(session, mail_id)
    return PlainTextResponse(mail.text, headers=NOT_STORED)
