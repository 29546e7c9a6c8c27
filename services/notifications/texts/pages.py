"""Texts of mails as the coordination office reads, writes, tries and restores them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.announcements.queries import names_of
from services.notifications.announcements.values import paragraphs
from services.notifications.mailbox.values import FRAME_HEADERS, framed
from services.notifications.mails.values import MailKind, every_kind
from services.notifications.models import Message
from services.notifications.texts import queries, rules, use_cases
from services.notifications.texts.forms import Publishing, Restoring, TextForm
from services.notifications.texts.models import MailText
from services.notifications.texts.values import TEXTS, Draft, Wording, exemplified
from services.notifications.values import Content, Edited, NotYet
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.notifications import LetterKind
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=TEXTS.removeprefix("/notifications"), audience=Coordinator)
FRAME_MORE, FRAME_PER_LINK = 280, 180
"""Pixels of a frame beyond its kind's, for what an office adds, and for each link."""
READY = "Das gilt ab sofort, auch für Mails, die schon bereitliegen."
NEVER = "So hatte ihn noch niemand geändert."


class Subject:
    """A kind of mail that an office may write of, from the address."""

    def __init__(self, mail_kind: str) -> None:
        self.kind = LetterKind(mail_kind)
        self.wording: Wording = use_cases.wording_of(self.kind)
        self.mail: MailKind[Any] = every_kind()[self.kind]

    def draft(self, row: MailText | None) -> MailText | Draft:
        """What the form shows: the draft, or the usual where there is none."""
        return row or Draft("", self.wording.text)


@dataclass(frozen=True, slots=True)
class Looks:
    """Who looks at a preview, and in which transaction."""

    me: Me
    here: Context
    session: AsyncSession

    @property
    def now(self) -> datetime:
        return self.here.clock.now()


About = Annotated[Subject, Depends(Subject)]
Example = Annotated[UUID | None, Query(alias="nachricht")]


@pages.get("")
async def list_texts(request: Request, me: Coordinator, session: Reading) -> Response:
    """Every kind of mail, whether it has another text here, since when and by whom."""
    written = await queries.written(session, me.tenant)
    newest = await queries.newest_editions(session, me.tenant)
    names = await names_of(session, [each.author_id for each in newest.values() if each.author_id])
    texts = [
        rules.listed(kind, mail, written.get(kind), newest.get(kind), names)
        for kind, mail in every_kind().items()
        if mail.wording
    ]
    return pages.render(
        request,
        "texts.html",
        texts=sorted(texts, key=attrgetter("topic", "title")),
        fixed=[mail.title for mail in every_kind().values() if mail.wording is None],
    )


@pages.get("/{mail_kind}")
async def show(request: Request, me: Coordinator, session: Reading, about: About) -> Response:
    """What holds, what is only a draft, and every edition with who wrote it."""
    row = await queries.find(session, me.tenant, about.kind)
    editions = await queries.editions_of(session, me.tenant, about.kind)
    names = await names_of(session, [each.author_id for each in editions if each.author_id])
    valid = next(iter(editions), None)
    own = valid is not None and not valid.is_usual
    holds = valid.text if valid and own else about.wording.text
    return pages.render(
        request,
        "text.html",
        about=about,
        own=own,
        subject=valid.subject if valid and own else "",
        paragraphs=paragraphs(holds),
        unfit=valid is not None and own and not rules.fits(about.wording, valid),
        unpublished=row is not None and rules.is_new(about.wording, row, valid),
        editions=[
            (each, names.get(each.author_id) if each.author_id else None, paragraphs(each.text))
            for each in editions
        ],
    )


@pages.get("/{mail_kind}/bearbeiten")
async def ask(request: Request, me: Coordinator, session: Reading, about: About) -> Response:
    """The draft, or what is usual."""
    row = await queries.find(session, me.tenant, about.kind)
    return _form(request, about, TextForm.filled(about.draft(row)))


@pages.post("/{mail_kind}/bearbeiten")
async def save(
    request: Request, me: Coordinator, uow: Uow, about: About, form: Posted[TextForm]
) -> Response:
    """Kept as a draft; what goes out is the same as before."""
    if form.value is None:
        return _form(request, about, form)
    await use_cases.save(uow, me, about.kind, form.value)
    detail = "Noch gilt er nicht. Sehen Sie ihn sich an, und setzen Sie ihn dann in Kraft."
    to = pages.address(request, about.kind, "vorschau")
    return pages.saved(request, "Entwurf gespeichert.", detail, to=to)


@pages.get("/{mail_kind}/vorschau", dependencies=[looked])
async def show_preview(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    about: About,
    example: Example = None,
) -> Response:
    """The mail itself in both its forms, as it would be with the draft."""
    form = Publishing.filled(about.draft(await queries.find(session, me.tenant, about.kind)))
    return await _preview(request, Looks(me, here, session), about, form, example)


@pages.post("/{mail_kind}/vorschau")
async def publish(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    about: About,
    form: Posted[Publishing],
) -> Response:
    """The draft holds from now on."""
    if form.value is None:
        return await _preview(request, Looks(me, here, uow.session), about, form, None)
    await use_cases.publish(uow, me, about.kind, form.value.version)
    to = pages.address(request, about.kind)
    return pages.saved(request, "Der neue Text gilt.", READY, to=to)


@pages.get("/{mail_kind}/vorschau/html", dependencies=[looked])
async def show_mail(
    me: Coordinator, here: CurrentContext, session: Reading, about: About, example: Example = None
) -> Response:
    """As a mail program shows it; its personal links open nothing."""
    content = await _content(Looks(me, here, session), about, example) if example else None
    if content is None:
        raise Problem(404, "mail-not-found", "There is no such mail")
    return HTMLResponse(framed(content.html), headers=FRAME_HEADERS)


@pages.get("/{mail_kind}/zuruecksetzen")
async def ask_to_reset(request: Request, me: Coordinator, about: About) -> Response:
    """Really?"""
    return pages.confirm(
        request,
        f"„{about.mail.title}“ auf den üblichen Text zurücksetzen?",
        "Ab sofort geht wieder der Text hinaus, den alle Kommunen haben. Ein Entwurf geht"
        " verloren; was bei Ihnen galt, bleibt unter den Fassungen.",
        button="Zurücksetzen",
        final=False,
    )


@pages.post("/{mail_kind}/zuruecksetzen")
async def reset(request: Request, me: Coordinator, uow: Uow, about: About) -> Response:
    """As everybody has it."""
    changed = await use_cases.reset(uow, me, about.kind)
    to = pages.address(request, about.kind)
    if not changed:
        return pages.saved(request, "Es gilt der übliche Text.", NEVER, kind="info", to=to)
    return pages.saved(request, "Es gilt wieder der übliche Text.", READY, to=to)


@pages.get("/{mail_kind}/fassungen/{number}/wiederherstellen")
async def ask_to_restore(
    request: Request, me: Coordinator, session: Reading, about: About, number: int
) -> Response:
    """Really?"""
    await queries.edition(session, me.tenant, about.kind, number)
    return _ask_to_restore(request, about, number, Restoring.empty())


@pages.post("/{mail_kind}/fassungen/{number}/wiederherstellen")
async def restore(
    request: Request,
    me: Coordinator,
    uow: Uow,
    about: About,
    number: int,
    form: Posted[Restoring],
) -> Response:
    """It holds again."""
    if form.value is None:
        return _ask_to_restore(request, about, number, form)
    await use_cases.restore(uow, me, about.kind, number)
    to = pages.address(request, about.kind)
    return pages.saved(request, f"Fassung {number} gilt wieder.", READY, to=to)


def _ask_to_restore(
    request: Request, about: Subject, number: int, form: Entered[Restoring]
) -> Response:
    return pages.confirm(
        request,
        f"Fassung {number} wiederherstellen?",
        "Sie gilt dann ab sofort, als neue Fassung. Ein Entwurf geht verloren; was jetzt gilt,"
        " bleibt unter den Fassungen.",
        button="Wiederherstellen",
        form=form,
        final=False,
        back=pages.address(request, about.kind),
    )


def _form(request: Request, about: Subject, form: Entered[TextForm]) -> Response:
    back = pages.address(request, about.kind)
    above = [(about.mail.title, back)]
    return pages.render(request, "edit.html", about=about, form=form, back=back, above=above)


def _edited(row: MailText | None) -> Edited | None:
    return Edited(row.subject, row.text) if row else None


async def _preview(
    request: Request, looks: Looks, about: Subject, form: Entered[Publishing], example: UUID | None
) -> Response:
    me, session = looks.me, looks.session
    row = await queries.find(session, me.tenant, about.kind)
    newest = next(iter(await queries.editions_of(session, me.tenant, about.kind)), None)
    examples = await queries.examples(session, me.tenant, about.kind, looks.now)
    wanted = example or next((each.id for each in examples), None)
    content = await _content(looks, about, wanted) if wanted else None
    usual = exemplified(about.wording, row.text if row else about.wording.text)
    return pages.render(
        request,
        "preview.html",
        about=about,
        form=form,
        draft=row is not None and rules.is_new(about.wording, row, newest),
        examples=await _labels(session, examples),
        wanted=str(wanted or ""),
        content=content,
        text=paragraphs(content.text) if content else usual,
        height=about.mail.height
        + FRAME_MORE
        + FRAME_PER_LINK * len(content.links if content else ()),
        above=[(about.mail.title, pages.address(request, about.kind))],
    )


async def _content(looks: Looks, about: Subject, example: UUID) -> Content | None:
    """None of a message that cannot be written now."""
    tenant, session = looks.me.tenant, looks.session
    row = await queries.find(session, tenant, about.kind)
    message = await queries.example(session, tenant, about.kind, example)
    try:
        return await use_cases.preview(session, looks.here, looks.me, message, _edited(row))
    except NotYet:
        return None


async def _labels(session: AsyncSession, examples: Sequence[Message]) -> list[tuple[str, str]]:
    names = await names_of(session, [each.worker_id for each in examples if each.worker_id])
    return [(str(each.id), rules.labelled(each, names)) for each in examples]
