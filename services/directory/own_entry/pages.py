"""One's own entry: what it says, who sees what of it, and how that looks to them."""

from fastapi import Request, Response
from sqlalchemy.exc import NoResultFound

from services.directory.own_entry import queries, use_cases
from services.directory.own_entry.forms import EntryForm
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
    found = await queries.own(session, me, today)
    views = [(_TITLES[key], seen) for key, seen in await queries.views(session, me, today)]
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


def _show(request: Request, form: Entered[EntryForm]) -> Response:
    title = "Was andere von mir sehen"
    return pages.render(
        request, "kit/form.html", form=form, title=title, back=pages.address(request)
    )
