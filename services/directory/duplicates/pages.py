"""People who may be the same, as the office works through them."""

from uuid import UUID

from fastapi import Request, Response

from services.directory.duplicates import queries, use_cases
from services.directory.duplicates.forms import DuplicateSearch
from services.directory.duplicates.values import Standing
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web.audit import looked
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/doppelte", audience=Coordinator)


@pages.get("", dependencies=[looked])
async def list_duplicates(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[DuplicateSearch],
    page: PageRequest,
) -> Response:
    """Those of whom most speaks for it first; what is open, unless something else is asked for."""
    if "standing" not in request.query_params:
        search = DuplicateSearch(standing=Standing.OPEN, certainty=search.certainty)
    found = await queries.page_of(session, me, search, page, local_date(here.clock.now()))
    return pages.render(request, "duplicates.html", search=search, page=found)


@pages.get("/{pair_id}", dependencies=[looked])
async def show_duplicate(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, pair_id: UUID
) -> Response:
    """Both side by side, and what speaks for it."""
    today = local_date(here.clock.now())
    pair = await queries.one(session, me, pair_id, today)
    first, second = await queries.both(session, me, pair, today)
    return pages.render(request, "duplicate.html", pair=pair, first=first, second=second)


@pages.get("/{pair_id}/verschieden")
async def ask_whether_different(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, pair_id: UUID
) -> Response:
    """Really?"""
    pair = await queries.one(session, me, pair_id, local_date(here.clock.now()))
    return pages.confirm(
        request,
        "Nicht dieselbe Person?",
        f"{pair.first} und {pair.second} bleiben zwei Personen. Das wird gemerkt: Sie stehen nicht"
        " mehr in der Liste, bis Sie es zurücknehmen.",
        button="Nicht dieselbe Person",
        final=False,
        back=pages.address(request, pair_id),
    )


@pages.post("/{pair_id}/verschieden")
async def tell_apart(request: Request, me: Coordinator, uow: Uow, pair_id: UUID) -> Response:
    """They are two people."""
    await use_cases.tell_apart(uow, me, pair_id)
    return pages.saved(request, "Gemerkt: nicht dieselbe Person.", to=pages.address(request))


@pages.post("/{pair_id}/wieder-pruefen")
async def look_again(request: Request, me: Coordinator, uow: Uow, pair_id: UUID) -> Response:
    """They may be the same after all."""
    await use_cases.look_again(uow, me, pair_id)
    to = pages.address(request, pair_id)
    return pages.saved(request, "Steht wieder in der Liste.", to=to)
