"""The mailbox on pages: the list, one mail, and its HTML in a frame that can do nothing."""

from pathlib import Path
from uuid import UUID

from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import HTMLResponse, PlainTextResponse

from services.notifications.mailbox import queries
from services.notifications.mailbox.models import KeptMail
from services.notifications.mailbox.rules import mails_are_kept
from services.notifications.mails.values import mail_kinds, title_of
from shared.context import Reading
from shared.contracts.navigation import operators_navigation
from shared.contracts.notifications import LetterKind
from shared.web.audience import operator
from shared.web.pages import Pages
from shared.web.problem import Problem

PER_PAGE = 25
FRAME_PIXELS = 1140
"""Of a mail of a kind that nobody knows any more."""
FRAME_PIXELS_PER_LINK = 180
"""A frame cannot grow with its content without a script; on a narrow screen it scrolls."""
FRAME_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
        " frame-ancestors 'self'; sandbox allow-popups allow-popups-to-escape-sandbox"
    ),
    "X-Frame-Options": "SAMEORIGIN",
}

pages = APIRouter(prefix="/postfach", dependencies=[Depends(operator), Depends(mails_are_kept)])
_templates = Pages(Path(__file__).parent / "templates", operators_navigation(mailbox=True))


@pages.get("")
async def list_mails(
    request: Request, session: Reading, before: UUID | None = None, after: UUID | None = None
) -> Response:
    """The kept mails, newest first."""
    mails, newer, older = await queries.page_of(session, before=before, after=after, size=PER_PAGE)
    path = request.scope["path"]
    return _templates.render(
        request,
        "mailbox.html",
        mails=mails,
        kind_of=lambda mail: title_of(LetterKind(mail.kind)),
        newer=f"{path}?after={mails[0].id}" if newer and mails else None,
        older=f"{path}?before={mails[-1].id}" if older and mails else None,
    )


@pages.get("/{mail_id}")
async def show_mail(request: Request, session: Reading, mail_id: UUID) -> Response:
    """One mail as its recipient would see it."""
    mail = await _mail(session, mail_id)
    kind = LetterKind(mail.kind)
    known = mail_kinds().get(kind)
    height = (known.height if known else FRAME_PIXELS) + FRAME_PIXELS_PER_LINK * len(mail.links)
    return _templates.render(request, "mail.html", mail=mail, kind=title_of(kind), height=height)


@pages.get("/{mail_id}/html")
async def show_html(session: Reading, mail_id: UUID) -> Response:
    """The mail's own HTML; its links open beside the frame."""
    mail = await _mail(session, mail_id)
    page = mail.html.replace("<head>", '<head><base target="_blank">', 1)
    return HTMLResponse(page, headers=FRAME_HEADERS)


@pages.get("/{mail_id}/text")
async def show_text(session: Reading, mail_id: UUID) -> Response:
    """The mail's text part."""
    mail = await _mail(session, mail_id)
    return PlainTextResponse(mail.text, headers={"Cache-Control": "no-store"})


async def _mail(session: Reading, mail_id: UUID) -> KeptMail:
    mail = await queries.one(session, mail_id)
    if mail is None:
        raise Problem(404, "not-found", "No such mail")
    return mail
