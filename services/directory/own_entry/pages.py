"""One's own entry: what it says, who sees what of it, and how that looks to them."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.own_entry import queries, use_cases
from services.directory.own_entry.forms import EntryForm, HourForm
from services.directory.people.values import SeenBy
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Network
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/mein-eintrag", audience=Network)

_TITLES = {
    SeenBy.PUBLIC: "Öffentlich, ohne Anmeldung",
    SeenBy.NETWORK: "Alle, die sich in der Kommune anmelden",
    SeenBy.OFFICE: "Koordinierungsstelle und eigener Anstellungsträger",
}


@pages.get("")
async def show_own(
    request: Request, me: Network, here: CurrentContext, session: Reading
) -> Response:
    """The entry, and how others see it."""
    today = local_date(here.clock.now())
    found, seen = await queries.with_views(session, me, today)
    views = [(_TITLES[key], each) for key, each in seen]
    return pages.render(request, "own_entry.html", found=found, views=views)


@pages.get("/bearbeiten")
async def ask(request: Request, me: Network, here: CurrentContext, session: Reading) -> Response:
    """The choices as they are."""
    found = await queries.own(session, me, local_date(here.clock.now()))
    if found is None:
        raise NoResultFound
    form = EntryForm.filled(
        {
            "name_seen_by": found.choices.name,
            "email_seen_by": found.choices.email,
            "languages": found.languages,
            "languages_seen_by": found.choices.languages,
            "hours": found.hours,
            "hours_seen_by": found.choices.hours,
            "version": found.entry_version,
        }
    )
    return _show(request, form)


@pages.post("/bearbeiten")
async def choose(request: Request, me: Network, uow: Uow, form: Posted[EntryForm]) -> Response:
    """It holds at once."""
    if form.value is None:
        return _show(request, form)
    await use_cases.choose(uow, me, form.value)
    text = "Das gilt ab sofort. Unten sehen Sie, wie andere Sie jetzt sehen."
    return pages.saved(request, detail=text, to=pages.address(request))


@pages.get("/sprechzeiten/neu")
async def ask_hour(
    request: Request, me: Network, here: CurrentContext, session: Reading
) -> Response:
    """One more, of one of the schools at which one is."""
    return await _ask_hour(request, me, here, session, HourForm.empty())


@pages.post("/sprechzeiten/neu")
async def add_hour(
    request: Request, me: Network, here: CurrentContext, uow: Uow, form: Posted[HourForm]
) -> Response:
    """It holds at once."""
    if form.value is None:
        return await _ask_hour(request, me, here, uow.session, form)
    await use_cases.add_hour(uow, me, form.value)
    return pages.saved(request, "Sprechzeit eingetragen.", to=pages.address(request))


@pages.get("/sprechzeiten/{presence_id}/entfernen")
async def ask_to_end_hour(
    request: Request, me: Network, here: CurrentContext, session: Reading, presence_id: UUID
) -> Response:
    """Whether it is over."""
    found = await queries.own(session, me, local_date(here.clock.now()))
    hours = {each.id: each for each in found.office_hours} if found else {}
    if presence_id not in hours:
        raise NoResultFound
    hour = hours[presence_id]
    return pages.confirm(
        request,
        "Sprechzeit entfernen?",
        f"{hour.school}, {hour.text}: Das steht ab sofort nirgends mehr.",
        button="Entfernen",
        back=pages.address(request),
        final=False,
    )


@pages.post("/sprechzeiten/{presence_id}/entfernen")
async def end_hour(request: Request, me: Network, uow: Uow, presence_id: UUID) -> Response:
    """It holds at once."""
    await use_cases.end_hour(uow, me, presence_id)
    return pages.saved(request, "Sprechzeit entfernt.", to=pages.address(request))


async def _ask_hour(
    request: Request,
    me: Network,
    here: CurrentContext,
    session: AsyncSession,
    form: Entered[HourForm],
) -> Response:
    found = await queries.own(session, me, local_date(here.clock.now()))
    if found is None:
        raise NoResultFound
    schools = queries.schools_of(found)
    form = replace(form, offered={"school_number": schools})
    back = pages.address(request)
    return pages.render(request, "own_hour.html", form=form, schools=schools, back=back)


def _show(request: Request, form: Entered[EntryForm]) -> Response:
    title = "Was andere von mir sehen"
    return pages.render(
        request, "kit/form.html", form=form, title=title, back=pages.address(request)
    )
