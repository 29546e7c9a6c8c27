"""The office's decision about the public directory of its municipality."""

from dataclasses import replace

from fastapi import Request, Response

from services.directory.organizations.queries import all_schools, municipalities
from services.directory.publishing import queries, rules, use_cases
from services.directory.publishing.forms import ListSearch, PublicationForm
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/oeffentliches-verzeichnis", audience=Coordinator)


@pages.get("")
async def show(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading
) -> Response:
    """What holds, and where the public finds it."""
    found = await queries.published(session, me.tenant)
    root = request.scope.get("root_path", "")
    address = f"{here.settings.base_url}{root}/oeffentlich/{me.tenant}"
    return pages.render(request, "publication.html", found=found, address=address)


@pages.get("/einbinden")
async def show_list(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: Search[ListSearch],
) -> Response:
    """What a city puts into its own site, and how that looks."""
    known = await all_schools(session, me.tenant, local_date(here.clock.now()))
    schools = [(row.school_number, row.name) for row in known]
    chosen = [each for each in schools if each[0] == search.school]
    [name] = (await municipalities(session, [me.tenant])).values()
    found = await queries.published(session, me.tenant)
    here_root = f"{request.scope.get('root_path', '')}/oeffentlich"
    root = f"{here.settings.base_url}{here_root}"
    about = chosen[0] if chosen else ("", name)
    form = replace(search.entered, offered={"school": schools})
    return pages.render(
        request,
        "embedding.html",
        found=found,
        form=form,
        snippet=rules.snippet(root, me.tenant, about),
        element=rules.element(here_root, me.tenant, about),
        script=f"{here_root}/liste.js",
        site=here.settings.base_url,
    )


@pages.get("/bearbeiten")
async def ask(request: Request, me: Coordinator, session: Reading) -> Response:
    """The form with what holds."""
    stored = await queries.decided(session, me.tenant)
    form = PublicationForm.filled(stored) if stored else PublicationForm.empty(offered=True)
    return _form(request, form)


@pages.post("/bearbeiten")
async def decide(
    request: Request, me: Coordinator, uow: Uow, form: Posted[PublicationForm]
) -> Response:
    """It holds at once."""
    if form.value is None:
        return _form(request, form)
    await use_cases.decide(uow, me, form.value)
    return pages.saved(request, detail="Das gilt ab sofort.", to=pages.address(request))


def _form(request: Request, form: Entered[PublicationForm]) -> Response:
    title, back = "Öffentliches Verzeichnis einstellen", pages.address(request)
    return pages.render(request, "kit/form.html", form=form, title=title, back=back)
