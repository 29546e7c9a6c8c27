"""Gatherings as the coordination office prepares, opens and ends them."""

from collections.abc import Mapping
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.audiences import queries as audiences
from services.trainings.calendar import queries as calendars
from services.trainings.calendar import use_cases as calendar_use_cases
from services.trainings.feedback_rights import queries as feedback
from services.trainings.forms import GatheringSearch
from services.trainings.gatherings import queries, use_cases
from services.trainings.gatherings.forms import (
    CancelForm,
    DateForm,
    NewForm,
    WithContactForm,
    known,
)
from services.trainings.proposals import queries as proposals
from services.trainings.proposals import use_cases as topics
from services.trainings.rooms import queries as rooms
from services.trainings.seats import queries as seats
from services.trainings.series import queries as series
from services.trainings.stands import queries as stands
from services.trainings.stands.values import in_words
from services.trainings.taken_back import use_cases as taken_back
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.contracts.topics import TOPICS
from shared.german import long_date
from shared.web import audit
from shared.web.kit.below import Below, Farewell
from shared.web.kit.editing import offer_edit, offer_new
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
FORM = "kit/form.html"
DATE = "/{gathering_id}/termine/{date_id}"


@pages.get("")
async def list_gatherings(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[GatheringSearch],
    page: PageRequest,
) -> Response:
    """From the next on."""
    found = await stands.page_of(session, me.tenant, search, page, here.clock.now())
    return pages.render(request, "gatherings.html", search=search, page=found)


offer_new(pages, "Neue Veranstaltung", NewForm, use_cases.begin)


@pages.get("/thema/{proposal_id}")
async def ask_for_planned(
    request: Request, me: Coordinator, session: Reading, proposal_id: UUID
) -> Response:
    """The same form, with what a topic says."""
    row = await proposals.one(session, me.tenant, proposal_id)
    form = NewForm.empty(kind=row.kind, title=row.title, content=row.about)
    return _planned(request, proposal_id, form)


@pages.post("/thema/{proposal_id}")
async def plan(
    request: Request, me: Coordinator, uow: Uow, proposal_id: UUID, form: Posted[NewForm]
) -> Response:
    """Whoever supports the topic is told when registration opens."""
    await proposals.one(uow.session, me.tenant, proposal_id)
    if form.value is None:
        return _planned(request, proposal_id, form)
    row = await use_cases.begin(uow, me, form.value)
    await topics.plan(uow, me, proposal_id, row.id)
    audit.about(request, row.id)
    return pages.saved(request, to=pages.address(request, row.id))


@pages.get("/{gathering_id}")
async def show_gathering(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """One, with how full it is."""
    row = await queries.one(session, me.tenant, gathering_id)
    found = await queries.whole(session, me.tenant, row)
    now = here.clock.now()
    full = await seats.occupancy(session, row, now)
    over = found.is_over(now)
    public = await calendars.is_public(session, me.tenant, gathering_id)
    return pages.render(
        request,
        "office_gathering.html",
        gathering=found,
        full=full,
        over=over,
        begun=found.has_begun(now),
        public=public,
        group=await audiences.name_of(session, row),
        siblings=await series.siblings(session, row, drafts=True),
        rooms=await rooms.of(session, row, local_date(now)),
        asking=await feedback.asking(session, row, local_date(now)),
        now=now,
        stand=in_words(row, full, now),
    )


offer_edit(pages, "Veranstaltung bearbeiten", WithContactForm, queries.found, use_cases.edit)


async def _date(
    session: AsyncSession, tenant: str, gathering_id: UUID, date_id: UUID
) -> Mapping[str, object]:
    return known(await queries.date_of(session, tenant, gathering_id, date_id))


dates = Below(pages, f"{GATHERINGS}/{{}}", "", queries.one)
dates.offer_new("/{gathering_id}/termin", "Termin hinzufügen", DateForm, use_cases.add_date)
dates.offer_change(DATE, "Termin ändern", DateForm, _date, use_cases.change_date)
dates.offer_removal(
    f"{DATE}/absagen",
    Farewell(
        lambda row: f"Termin am {long_date(row.day)} absagen?",
        "Alle mit einem Platz bekommen eine Absage für ihren Kalender. Findet der Termin doch"
        " statt, können Sie ihn wieder ansetzen, bis er vorbei ist.",
        "Der Termin ist abgesagt.",
        button="Termin absagen",
        final=False,
    ),
    CancelForm,
    queries.date_of,
    use_cases.call_off_date,
)
dates.offer_button(f"{DATE}/wieder-ansetzen", use_cases.take_date_back, "Der Termin findet statt.")


for path, act, said in (
    ("oeffnen", use_cases.open_registration, "Die Anmeldung ist offen."),
    ("schliessen", use_cases.close_registration, "Die Anmeldung ist geschlossen."),
    ("oeffentlich", calendar_use_cases.publish, "Die Termine stehen im öffentlichen Kalender."),
    (
        "nicht-oeffentlich",
        calendar_use_cases.withdraw,
        "Die Termine stehen nicht mehr im öffentlichen Kalender.",
    ),
):
    dates.offer_button(f"/{{gathering_id}}/{path}", act, said)


@pages.get("/{gathering_id}/absagen")
async def ask_to_call_off(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """Ask before everybody is told."""
    await queries.one(session, me.tenant, gathering_id)
    return _call_off(request, CancelForm.empty())


@pages.post("/{gathering_id}/absagen")
async def call_off(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[CancelForm]
) -> Response:
    """It does not take place."""
    if form.value is None:
        return _call_off(request, form)
    await use_cases.call_off(uow, me, gathering_id)
    to = pages.address(request, gathering_id)
    return pages.saved(request, "Die Veranstaltung ist abgesagt.", to=to)


@pages.post("/{gathering_id}/wieder-ansetzen")
async def take_back(request: Request, me: Coordinator, uow: Uow, gathering_id: UUID) -> Response:
    """It takes place after all."""
    number = await taken_back.take_back(uow, me, gathering_id)
    text = "Die Veranstaltung findet statt."
    back = f"Wieder angemeldet oder auf der Warteliste: {number}." if number else ""
    return pages.saved(request, text, back, to=pages.address(request, gathering_id))


def _planned(request: Request, proposal_id: UUID, form: Entered[NewForm]) -> Response:
    back, title = f"{TOPICS}/{proposal_id}", "Veranstaltung aus einem Thema"
    return pages.render(request, FORM, title=title, form=form, back=back)


def _call_off(request: Request, form: Entered[CancelForm]) -> Response:
    return pages.confirm(
        request,
        "Veranstaltung absagen?",
        "Alle, die angemeldet sind oder warten, erfahren das mit einer Mail.",
        button="Absagen",
        form=form,
        final=False,
    )
