"""One's own picture, and those of others as far as they show them."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.entries.queries import asker_of
from services.directory.photos import use_cases
from services.directory.photos.values import MAX_BYTES
from services.directory.portraits import queries
from services.directory.portraits.forms import AudienceForm, PhotoForm
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web import audit
from shared.web.etags import IfNoneMatch
from shared.web.kit.forms import Posted
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/fotos", audience=Network)
FORM_BYTES = 64 * 1024
pages.large_bodies["/fotos/neu"] = MAX_BYTES + FORM_BYTES
OWN = "/directory/mein-eintrag"
UPLOAD = "Foto hochladen"
AUDIENCE = "Wer sieht mein Foto?"


@pages.get("/neu")
async def ask(request: Request) -> Response:
    """Which picture, and for whom."""
    return pages.render(
        request, "kit/form.html", title=UPLOAD, form=PhotoForm.empty(), back=OWN, button=UPLOAD
    )


@pages.post("/neu")
async def put_up(
    request: Request, me: Network, here: CurrentContext, form: Posted[PhotoForm]
) -> Response:
    """Its content is stored before a transaction begins."""
    if (given := form.value) is None:
        return pages.render(
            request, "kit/form.html", title=UPLOAD, form=form, back=OWN, button=UPLOAD
        )
    lies = await use_cases.drawn(here, given.file.content)
    async with here.database.transaction() as uow:
        await use_cases.put_up(uow, me, lies, given.seen_by)
        await audit.record(request, uow)
    return pages.saved(request, "Ihr Foto ist da.", to=OWN)


@pages.get("/sichtbarkeit")
async def ask_audience(request: Request, me: Network, session: Reading) -> Response:
    """For whom it is now."""
    found = await queries.own(session, me)
    if found is None:
        text, to = "Hier laden Sie eines hoch.", pages.address(request, "neu")
        return pages.saved(request, "Sie haben noch kein Foto.", text, kind="info", to=to)
    form = AudienceForm.empty(seen_by=found.seen_by)
    return pages.render(request, "kit/form.html", title=AUDIENCE, form=form, back=OWN)


@pages.post("/sichtbarkeit")
async def choose_audience(
    request: Request, me: Network, uow: Uow, form: Posted[AudienceForm]
) -> Response:
    """It holds at once."""
    if (given := form.value) is None:
        return pages.render(request, "kit/form.html", title=AUDIENCE, form=form, back=OWN)
    await use_cases.show_to(uow, me, given.seen_by)
    return pages.saved(request, to=OWN)


@pages.get("/{photo_id}")
async def show(
    me: Network, here: CurrentContext, session: Reading, photo_id: UUID, known: IfNoneMatch = ""
) -> Response:
    """The picture itself; the page on which it stands is what is recorded."""
    found = await queries.seen(session, asker_of(me, local_date(here.clock.now())), photo_id)
    handed = await use_cases.handed(here, found, known)
    return Response(handed.content, handed.status, handed.headers)


@pages.get("/{photo_id}/entfernen")
async def ask_remove(
    request: Request, me: Network, here: CurrentContext, session: Reading, photo_id: UUID
) -> Response:
    """Ask before it is gone."""
    asker = asker_of(me, local_date(here.clock.now()))
    found = await queries.seen(session, asker, photo_id)
    queries.refuse_others(me, found)
    return pages.confirm(
        request,
        "Foto entfernen?",
        "Es ist ab sofort nirgends mehr zu sehen und wird gelöscht.",
        button="Entfernen",
        back=_page_of(me, found.person_id),
    )


@pages.post("/{photo_id}/entfernen")
async def remove(
    request: Request, me: Network, here: CurrentContext, uow: Uow, photo_id: UUID
) -> Response:
    """Take it away."""
    asker = asker_of(me, local_date(here.clock.now()))
    found = await queries.seen(uow.session, asker, photo_id)
    queries.refuse_others(me, found)
    await use_cases.take_away(uow, me.tenant, found)
    return pages.saved(request, "Das Foto ist entfernt.", to=_page_of(me, found.person_id))


def _page_of(me: Network, person_id: UUID) -> str:
    return OWN if person_id == me.person_id else f"/directory/personen/{person_id}"
