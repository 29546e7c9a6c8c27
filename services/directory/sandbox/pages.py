"""The sandbox of a carrier, as its clerk keeps it."""

from fastapi import Request, Response

from services.directory.sandbox import queries, use_cases
from services.directory.sandbox.forms import TrialSearch
from services.directory.sandbox.values import KEPT, MOST, Credentials
from shared.context import CurrentContext, Reading, Uow, context_of
from shared.web.audit import record
from shared.web.kit.forms import Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Carrier
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/testzugang", audience=Carrier)


@pages.get("")
async def show(
    request: Request,
    me: Carrier,
    here: CurrentContext,
    session: Reading,
    search: Search[TrialSearch],
    page: PageRequest,
) -> Response:
    """What the carrier has there, or how it gets it."""
    found = await queries.sandbox_of(session, me)
    if found is None:
        return pages.render(request, "none.html", path=pages.address(request))
    return pages.render(
        request,
        "sandbox.html",
        shown=await queries.shown(session, here.clock.now(), found),
        page=await queries.page_of(session, found, search, page),
        search=search,
        mine=found.owner_id == me.person_id,
        most=MOST,
        days=KEPT.days,
        base=here.settings.base_url,
    )


@pages.post("")
async def make(request: Request, me: Carrier, uow: Uow) -> Response:
    """The secret is on the page that follows, and nowhere else."""
    return _secret_page(request, await use_cases.make(uow, me))


@pages.post("/mails")
async def take_over(request: Request, me: Carrier, uow: Uow) -> Response:
    """Mails go to whoever asks."""
    await use_cases.take_over(uow, me)
    return pages.saved(request, "Testmails gehen jetzt an Sie.", to=pages.address(request))


@pages.get("/geheimnis")
async def ask_rotating(request: Request, me: Carrier, session: Reading) -> Response:
    """What becomes of the one in use."""
    found = await queries.sandbox(session, me)
    return pages.confirm(
        request,
        f"Neues Geheimnis für {found.client_id}?",
        "Das bisherige gilt dann sofort nicht mehr.",
        button="Geheimnis machen",
        final=False,
    )


@pages.post("/geheimnis")
async def rotate(request: Request, me: Carrier, uow: Uow) -> Response:
    """The new secret is on the page that follows, and nowhere else."""
    return _secret_page(request, await use_cases.rotate(uow, me))


@pages.get("/zuruecksetzen")
async def ask_reset(request: Request, me: Carrier, session: Reading) -> Response:
    """What is gone then."""
    await queries.sandbox(session, me)
    return pages.confirm(
        request,
        "Alles zurücksetzen?",
        "Alle Testeinstellungen Ihres Trägers verschwinden, auch ihre Aufgaben und Mails. Der"
        " Zugang bleibt. Was Ihr Programm danach meldet, ist wieder neu.",
        button="Alles zurücksetzen",
    )


@pages.post("/zuruecksetzen")
async def reset(request: Request, me: Carrier, uow: Uow) -> Response:
    """As if nothing had been posted."""
    gone = await use_cases.reset(uow, me)
    text = "Eine Testeinstellung ist weg." if gone == 1 else f"{gone} Testeinstellungen sind weg."
    return pages.saved(request, "Zurückgesetzt.", text, to=pages.address(request))


@pages.get("/widerrufen")
async def ask_revoking(request: Request, me: Carrier, session: Reading) -> Response:
    """What becomes of it."""
    found = await queries.sandbox(session, me)
    return pages.confirm(
        request,
        f"Testzugang {found.client_id} widerrufen?",
        "Das Programm kommt sofort nicht mehr herein, und alle Testeinstellungen verschwinden."
        " Einen neuen Testzugang können Sie jederzeit anlegen.",
        button="Testzugang widerrufen",
    )


@pages.post("/widerrufen")
async def revoke(request: Request, me: Carrier, here: CurrentContext) -> Response:
    """No token any more, and those that are there are refused here."""
    async with here.database.transaction() as uow:
        client_id = await use_cases.revoke(uow, me)
        await record(request, uow)
    here.tokens.refuse(client_id)
    return pages.saved(request, "Testzugang widerrufen.", to=pages.address(request))


def _secret_page(request: Request, made: Credentials) -> Response:
    base = context_of(request).settings.base_url
    back = pages.address(request)
    return pages.render(request, "made.html", made=made, base=base, back=back)
