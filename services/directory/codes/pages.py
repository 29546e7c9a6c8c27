"""The page on which the code is entered that came by mail."""

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.directory.accounts.queries import display_of
from services.directory.codes import use_cases
from services.directory.codes.forms import CodeForm
from services.directory.codes.values import WRONG
from services.directory.factors.queries import is_needed
from services.directory.factors.use_cases import wait
from services.directory.factors.values import Vault
from services.directory.pages import (
    Begun,
    asked,
    asked_at,
    browser_name,
    code_page,
    lead_to_second,
    paced,
    remember_known,
)
from services.directory.refusals.use_cases import note
from services.directory.refusals.values import Proof
from services.directory.sessions import use_cases as sessions
from services.directory.sessions.values import Proven
from shared.clock import local_date
from shared.context import CurrentContext, Uow
from shared.contracts.accounts import SignInMethod
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Anybody
from shared.web.kit.router import PageRouter
from shared.web.sessions import cookies
from shared.web.sessions.one_time import PURPOSE
from shared.web.throttle import count_refused

pages = PageRouter(__package__, prefix="/anmelden/code", audience=Anybody)


@pages.get("")
async def ask_for_code(request: Request, weiter: str = "", wieder: bool = False) -> Response:
    """The form for the code, in the browser that asked for it."""
    return _page(request, CodeForm.empty(weiter=weiter), again=wieder)


@pages.post("", dependencies=[paced])
async def check_code(
    request: Request, here: CurrentContext, uow: Uow, form: Posted[CodeForm]
) -> Response:
    """Signed in, or told what is wrong with the code."""
    if form.value is None:
        return _page(request, form)
    secret, address = asked(request)
    verdict, person_id = await use_cases.check(uow, here.key(PURPOSE), secret, form.value.code)
    if person_id is None:
        count_refused(Proof.CODE)
        note(uow, Proof.CODE)
        return _page(request, form.refused("code", WRONG[verdict]))
    roles, today = here.settings.second_factor, local_date(uow.now)
    if await is_needed(uow.session, person_id, roles, today):
        begun = Begun(cookies.new_secret(), form.value.weiter, address)
        await wait(uow, Vault.of(here), begun.secret, person_id)
        return lead_to_second(request, begun)
    proven = Proven(person_id, SignInMethod.CODE, browser_name(request))
    given = await sessions.begin(uow, proven, cookies.presented(request))
    display = await display_of(uow.session, person_id)
    response = cookies.arrived(request, given, form.value.weiter, display)
    remember_known(request, response, address)
    return response


@pages.post("/noch-einmal", dependencies=[paced])
async def send_again(request: Request, uow: Uow) -> Response:
    """The same code once more."""
    await use_cases.ask_again(uow, asked(request)[0])
    return RedirectResponse(code_page(request, wieder="1"), 303)


def _page(request: Request, form: Entered[CodeForm], *, again: bool = False) -> Response:
    address, at = asked(request)[1], asked_at(request)
    return pages.render(request, "code.html", form=form, address=address, at=at, again=again)
