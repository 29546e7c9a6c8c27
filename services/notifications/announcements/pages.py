"""Announcements as the coordination office writes, publishes and follows them."""

from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from fastapi.responses import HTMLResponse
from sqlalchemy.ext.asyncio import AsyncSession

from services.notifications.announcements import queries, rules, use_cases
from services.notifications.announcements.forms import AnnouncementForm, Publishing
from services.notifications.announcements.models import Announcement
from services.notifications.announcements.values import State, paragraphs
from services.notifications.mailbox.values import FRAME_HEADERS, framed
from services.notifications.mails.use_cases import preview
from services.notifications.recipients.queries import municipality_name, without_address
from services.notifications.sending.use_cases import link_maker
from services.notifications.values import Person
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.notifications import ANNOUNCEMENTS, AnnouncedTo
from shared.contracts.phrases import counted
from shared.contracts.words import word
from shared.web.audit import looked
from shared.web.kit.editing import Offered, offer_edit, offer_new
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.neighbours import NoAnswer, client_for
from shared.web.problem import Problem
from shared.web.sessions.person import Me

pages = PageRouter(
    __package__, prefix=ANNOUNCEMENTS.removeprefix("/notifications"), audience=Coordinator
)
AWAY = "Das Verzeichnis antwortet gerade nicht. Bitte versuchen Sie es gleich noch einmal."
Seen = Annotated[int | None, Query(alias="stand", ge=0)]


@dataclass(frozen=True)
class Reached:
    """Whom it would reach now; ``away`` if the directory cannot say."""

    people: frozenset[UUID] = frozenset()
    away: bool = False


async def _reached(
    request: Request, me: Coordinator, here: CurrentContext, announcement_id: UUID
) -> Reached:
    """Asked before the transaction of whoever needs it begins."""
    async with here.database.reading() as session:
        row = await queries.one(session, me.tenant, announcement_id)
        if row.state is not State.DRAFT and row.group_id is None:
            return Reached(frozenset(await queries.recipients_of(session, row)))
        try:
            client = client_for(request, here)
            found = await use_cases.reached(session, client, row, here.clock.now())
        except NoAnswer:
            return Reached(away=True)
    return Reached(found - {me.person_id})


ReachedNow = Annotated[Reached, Depends(_reached)]


@pages.get("")
async def list_announcements(
    request: Request, me: Coordinator, session: Reading, page: PageRequest
) -> Response:
    """The municipality's own, the newest first."""
    found = await queries.page_of(session, me.tenant, page)
    return pages.render(request, "announcements.html", page=found)


async def offered(session: AsyncSession, me: Me, _: object) -> Offered:
    """Everybody of a kind, or a group."""
    groups = await queries.groups_of(session, me.tenant)
    kinds = [each for each in AnnouncedTo if each is not AnnouncedTo.GROUP]
    return {
        "to": [
            *((each.value, word(AnnouncedTo, each)) for each in kinds),
            *((str(each.group_id), f"Gruppe: {each.name}") for each in groups),
        ]
    }


offer_new(pages, "Neue Rundmitteilung", AnnouncementForm, use_cases.add, offering=offered)


@pages.get("/{announcement_id}")
async def show(
    request: Request, me: Coordinator, session: Reading, announcement_id: UUID
) -> Response:
    """What it says, how far it has come, and what was published before."""
    row = await queries.one(session, me.tenant, announcement_id)
    editions = await queries.editions_of(session, row)
    reached, confirmed = (await queries.counts(session, me.tenant, [row.id])).get(row.id, (0, 0))
    return pages.render(
        request,
        "announcement.html",
        announcement=row,
        to=rules.named(row),
        paragraphs=paragraphs(row.text),
        editions=[(each, paragraphs(each.text)) for each in editions],
        reached=reached,
        confirmed=confirmed,
        unpublished=rules.is_new(row, next(iter(editions), None)),
    )


@pages.get("/{announcement_id}/vorschau", dependencies=[looked])
async def show_preview(
    request: Request,
    me: Coordinator,
    reached: ReachedNow,
    session: Reading,
    announcement_id: UUID,
) -> Response:
    """The mail itself, and whom it would reach today."""
    row = await queries.one(session, me.tenant, announcement_id)
    people = reached.people if row.state is State.DRAFT else await _told(session, row)
    names = await queries.names_of(session, people)
    return pages.render(
        request,
        "preview.html",
        announcement=row,
        away=AWAY if reached.away and row.state is State.DRAFT else "",
        to=rules.named(row),
        number=len(people),
        height=rules.height_of(row),
        unaddressed=await without_address(session, people),
        names=[[name] for name in sorted(names.values())],
        above=[(row.subject, pages.address(request, row.id))],
    )


@pages.get("/{announcement_id}/vorschau/html")
async def show_mail(
    me: Coordinator, here: CurrentContext, session: Reading, announcement_id: UUID
) -> Response:
    """As a mail program shows it; its link opens nothing."""
    row = await queries.one(session, me.tenant, announcement_id)
    html = await _mail(session, here, me, row)
    return HTMLResponse(framed(html), headers=FRAME_HEADERS)


@pages.get("/{announcement_id}/veroeffentlichen")
async def ask_to_publish(
    request: Request,
    me: Coordinator,
    reached: ReachedNow,
    session: Reading,
    announcement_id: UUID,
    seen: Seen = None,
) -> Response:
    """Really?"""
    row = await queries.one(session, me.tenant, announcement_id)
    form = Publishing.filled({"version": row.version if seen is None else seen})
    return await _ask(request, session, row, reached, form)


@pages.post("/{announcement_id}/veroeffentlichen")
async def publish(
    request: Request,
    me: Coordinator,
    reached: ReachedNow,
    uow: Uow,
    announcement_id: UUID,
    form: Posted[Publishing],
) -> Response:
    """It goes out to those of this moment."""
    row = await queries.one(uow.session, me.tenant, announcement_id)
    if form.value is None:
        return await _ask(request, uow.session, row, reached, form)
    if reached.away and row.state is State.DRAFT:
        raise Problem(503, "directory-away", "The directory does not answer")
    version = form.value.version
    many = await use_cases.publish(uow, me, announcement_id, version, reached.people)
    said = f"Veröffentlicht für {counted(many, 'Person', 'Personen')}."
    detail = "Die Mails gehen jetzt hinaus. Sie selbst bekommen keine."
    return pages.saved(request, said, detail, to=pages.address(request, announcement_id))


@pages.get("/{announcement_id}/empfaenger", dependencies=[looked])
async def list_recipients(
    request: Request,
    me: Coordinator,
    session: Reading,
    page: PageRequest,
    announcement_id: UUID,
) -> Response:
    """Who got it; where that was asked for, whether they have confirmed, and nothing else."""
    row = await queries.one(session, me.tenant, announcement_id)
    found = await queries.page_of_recipients(session, row, page)
    above = [(row.subject, pages.address(request, row.id))]
    return pages.render(request, "recipients.html", announcement=row, page=found, above=above)


@pages.post("/{announcement_id}/aufnehmen")
async def take_in(
    request: Request, me: Coordinator, reached: ReachedNow, uow: Uow, announcement_id: UUID
) -> Response:
    """Those who have joined the group since."""
    to = pages.address(request, announcement_id)
    if reached.away:
        return pages.saved(request, "Es ist nichts verschickt.", AWAY, kind="warning", to=to)
    many = await use_cases.take_in(uow, me, announcement_id, reached.people)
    said = counted(many, "neue Person", "neue Personen")
    return pages.saved(request, f"{said[0].upper()}{said[1:]} in der Gruppe.", to=to)


@pages.get("/{announcement_id}/beenden")
async def ask_to_end(
    request: Request, me: Coordinator, session: Reading, announcement_id: UUID
) -> Response:
    """Really?"""
    await queries.one(session, me.tenant, announcement_id)
    return pages.confirm(
        request,
        "Rundmitteilung beenden?",
        "Was noch nicht verschickt ist, wird nicht mehr verschickt. Niemand wird mehr erinnert,"
        " und bestätigen kann man sie dann nicht mehr. Lesen können sie alle weiterhin, die sie"
        " bekommen haben.",
        button="Beenden",
    )


@pages.post("/{announcement_id}/beenden")
async def end(request: Request, me: Coordinator, uow: Uow, announcement_id: UUID) -> Response:
    """Nothing more is sent."""
    await use_cases.end(uow, me, announcement_id)
    return pages.saved(request, "Beendet.", to=pages.address(request, announcement_id))


@pages.get("/{announcement_id}/loeschen")
async def ask_to_remove(
    request: Request, me: Coordinator, session: Reading, announcement_id: UUID
) -> Response:
    """Really?"""
    await queries.one(session, me.tenant, announcement_id)
    return pages.confirm(
        request,
        "Rundmitteilung löschen?",
        "Mit ihr wird gelöscht, wer sie bekommen und wer bestätigt hat. Niemand kann sie mehr"
        " lesen, außer in der eigenen Mail.",
        button="Löschen",
    )


@pages.post("/{announcement_id}/loeschen")
async def remove(request: Request, me: Coordinator, uow: Uow, announcement_id: UUID) -> Response:
    """There is no such announcement any more."""
    if not await use_cases.remove(uow, me, announcement_id):
        to = pages.address(request, announcement_id)
        return pages.saved(request, "Bitte beenden Sie sie zuerst.", kind="warning", to=to)
    return pages.saved(request, "Gelöscht.", to=pages.address(request))


offer_edit(
    pages,
    "Rundmitteilung bearbeiten",
    AnnouncementForm,
    queries.one,
    use_cases.change,
    offering=offered,
)


async def _ask(
    request: Request,
    session: AsyncSession,
    row: Announcement,
    reached: Reached,
    form: Entered[Publishing],
) -> Response:
    draft = row.state is State.DRAFT
    number = len(reached.people if draft else await _told(session, row))
    return pages.confirm(
        request,
        f"„{row.subject}“ veröffentlichen?",
        AWAY if draft and reached.away else rules.consequence(row, number),
        button="Veröffentlichen",
        form=form,
    )


async def _told(session: AsyncSession, row: Announcement) -> frozenset[UUID]:
    return frozenset(await queries.recipients_of(session, row))


async def _mail(session: AsyncSession, here: Context, me: Me, row: Announcement) -> str:
    names = await queries.names_of(session, [me.person_id])
    office = await municipality_name(session, me.tenant)
    to = Person(me.person_id, "", names.get(me.person_id, ""), "")
    today = local_date(here.clock.now())
    context = rules.preview_of(row, to, office, here.single(link_maker), today)
    return preview(rules.kind_of(row), context).html
