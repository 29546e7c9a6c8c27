"""One's own second step: an app, passkeys, recovery codes."""

from collections.abc import Sequence
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.directory.accounts.queries import name_of
from services.directory.factors import use_cases
from services.directory.factors.queries import is_demanded, set_up_of
from services.directory.factors.values import AppKey, Vault
from services.directory.own_factors.forms import NewApp, NewPasskey
from services.directory.pages import browser_name, freshly_proven
from services.directory.passkeys import use_cases as passkeys
from services.directory.passkeys.queries import challenge_of, of_person, one_of
from services.directory.passkeys.values import Added, Site
from shared.clock import local_date
from shared.context import Context, CurrentContext, Reading, Uow
from shared.messaging.unit_of_work import UnitOfWork
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.layout import Crumbs
from shared.web.kit.person import Anyone
from shared.web.kit.router import PageRouter
from shared.web.kit.seal import seal, unseal

pages = PageRouter(__package__, prefix="/zweiter-schritt", audience=Anyone)

KEY = "new-app"
KEY_SECONDS = 1800
_WRONG = "Dieser Code passt nicht. Bitte nehmen Sie den, den die App jetzt zeigt."
_NOT_ADDED = {
    Added.WRONG: "Das hat nicht geklappt. Bitte versuchen Sie es noch einmal.",
    Added.TOO_LATE: "Es sind mehr als zehn Minuten vergangen. Bitte versuchen Sie es noch einmal.",
    Added.KNOWN: "Dieser Passkey ist schon eingetragen.",
    Added.TOO_MANY: "Mehr als zehn Passkeys gehen nicht. Bitte entfernen Sie erst einen.",
}


@pages.get("")
async def show_own(
    request: Request, me: Anyone, here: CurrentContext, session: Reading
) -> Response:
    """What is set up."""
    known = await set_up_of(session, me.person_id)
    demanded = await _is_demanded(here, session, me)
    site = Site.at(here.settings.base_url)
    return pages.render(request, "own.html", known=known, demanded=demanded, site=site)


@pages.get("/app", dependencies=[freshly_proven])
async def offer_app(request: Request, me: Anyone, session: Reading) -> Response:
    """A new key for an app; nothing is stored before it was used."""
    key = AppKey.new(await _name(session, me))
    return _app_page(request, key, NewApp.empty(sealed=_sealed(request, me, key)))


@pages.post("/app", dependencies=[freshly_proven])
async def set_app(
    request: Request, me: Anyone, here: CurrentContext, uow: Uow, form: Posted[NewApp]
) -> Response:
    """The app counts from now on, in place of any before."""
    owner = await _name(uow.session, me)
    held = unseal(request, KEY, str(form.typed["sealed"] or ""), KEY_SECONDS)
    if not isinstance(held, list) or held[0] != str(me.session_id):
        key = AppKey.new(owner)
        fresh = NewApp.empty(sealed=_sealed(request, me, key))
        return _app_page(request, key, fresh.refused("code", "Bitte noch einmal, mit diesem Bild."))
    key = AppKey(held[1], owner)
    if form.value is None:
        return _app_page(request, key, form)
    codes = await use_cases.set_app(
        uow, Vault.of(here), me.person_id, key.text, form.value.code, browser_name(request)
    )
    if codes is None:
        return _app_page(request, key, form.refused("code", _WRONG))
    return _set_up(request, uow, codes, "Die App ist eingerichtet.")


@pages.get("/app/entfernen", dependencies=[freshly_proven])
async def ask_to_remove_app(
    request: Request, me: Anyone, here: CurrentContext, session: Reading
) -> Response:
    """Really? Or why not."""
    known = await set_up_of(session, me.person_id)
    if not known.passkeys and await _is_demanded(here, session, me):
        return pages.render(request, "last.html")
    text = "Codes der App gelten nicht mehr. Löschen Sie den Eintrag danach auch in der App."
    return pages.confirm(request, "App entfernen?", text, button="Entfernen", above=_above(request))


@pages.post("/app/entfernen", dependencies=[freshly_proven])
async def remove_app(request: Request, me: Anyone, here: CurrentContext, uow: Uow) -> Response:
    """Its codes are worth nothing any more."""
    demanded = await _is_demanded(here, uow.session, me)
    await use_cases.remove_app(uow, me.person_id, browser_name(request), demanded=demanded)
    return pages.saved(request, "App entfernt.", to=pages.address(request))


@pages.post("/passkeys/beginnen", dependencies=[freshly_proven])
async def begin_passkey(request: Request, me: Anyone, uow: Uow) -> Response:
    """A new one may be brought by this browser, soon, once."""
    await passkeys.begin(uow, me.session_id, me.person_id)
    return RedirectResponse(pages.address(request, "passkeys", "neu"), 303)


@pages.get("/passkeys/neu", dependencies=[freshly_proven])
async def ask_for_passkey(
    request: Request, me: Anyone, here: CurrentContext, session: Reading
) -> Response:
    """The form that asks the browser for one."""
    site = Site.at(here.settings.base_url)
    challenge = await challenge_of(session, me.session_id, here.clock.now())
    wants = None
    if site is not None and challenge is not None:
        name = await _name(session, me)
        known = await of_person(session, me.person_id)
        wants = site.to_register(challenge, me.person_id, name, known)
    return pages.render(request, "passkey.html", wants=wants, site=site)


@pages.post("/passkeys/neu", dependencies=[freshly_proven])
async def add_passkey(
    request: Request, me: Anyone, here: CurrentContext, uow: Uow, form: Posted[NewPasskey]
) -> Response:
    """One more passkey."""
    site = Site.at(here.settings.base_url)
    added = Added.WRONG
    codes: Sequence[str] = ()
    if form.value is not None and site is not None:
        added, codes = await use_cases.add_passkey(
            uow, Vault.of(here), site, me, form.value.brought, browser_name(request)
        )
    if added is not Added.YES:
        return pages.saved(request, _NOT_ADDED[added], kind="danger", to=pages.address(request))
    return _set_up(request, uow, codes, "Der Passkey ist eingetragen.")


@pages.get("/passkeys/{passkey_id}/entfernen", dependencies=[freshly_proven])
async def ask_to_remove_passkey(
    request: Request, me: Anyone, here: CurrentContext, session: Reading, passkey_id: UUID
) -> Response:
    """Really? Or why not."""
    passkey = await one_of(session, me.person_id, passkey_id)
    known = await set_up_of(session, me.person_id)
    alone = len(known.passkeys) == 1 and known.app_since is None
    if alone and await _is_demanded(here, session, me):
        return pages.render(request, "last.html")
    text = "Mit ihm kommt niemand mehr herein. Auf dem Gerät können Sie ihn danach auch löschen."
    question = f"Passkey „{passkey.name}“ entfernen?"
    back = pages.address(request)
    return pages.confirm(
        request, question, text, button="Entfernen", back=back, above=_above(request)
    )


@pages.post("/passkeys/{passkey_id}/entfernen", dependencies=[freshly_proven])
async def remove_passkey(
    request: Request, me: Anyone, here: CurrentContext, uow: Uow, passkey_id: UUID
) -> Response:
    """Nobody gets in with it any more."""
    demanded = await _is_demanded(here, uow.session, me)
    browser = browser_name(request)
    await use_cases.remove_passkey(uow, me.person_id, passkey_id, browser, demanded=demanded)
    return pages.saved(request, "Passkey entfernt.", to=pages.address(request))


@pages.get("/codes", dependencies=[freshly_proven])
async def ask_to_renew(request: Request, me: Anyone) -> Response:
    """Really?"""
    text = "Die bisherigen Codes gelten dann nicht mehr, auch die auf Papier."
    question, button = "Neue Wiederherstellungscodes?", "Neue Codes zeigen"
    return pages.confirm(request, question, text, button=button, above=_above(request))


@pages.post("/codes", dependencies=[freshly_proven])
async def renew_codes(request: Request, me: Anyone, here: CurrentContext, uow: Uow) -> Response:
    """Shown this once; those before end."""
    vault = Vault.of(here)
    codes = await use_cases.renew_codes(uow, vault, me.person_id, browser_name(request))
    return _set_up(request, uow, codes, "Die neuen Codes gelten.")


def _set_up(request: Request, uow: UnitOfWork, codes: Sequence[str], text: str) -> Response:
    if not codes:
        return pages.saved(request, text, to=pages.address(request))
    today = local_date(uow.now)
    return pages.render(request, "codes.html", lead=text, codes=codes, today=today)


def _app_page(request: Request, key: AppKey, form: Entered[NewApp]) -> Response:
    return pages.render(request, "app.html", key=key, form=form)


def _sealed(request: Request, me: Anyone, key: AppKey) -> str:
    return seal(request, KEY, [str(me.session_id), key.text])


async def _is_demanded(here: Context, session: Reading, me: Anyone) -> bool:
    roles, today = here.settings.second_factor, local_date(here.clock.now())
    return await is_demanded(session, me.person_id, roles, today)


async def _name(session: Reading, me: Anyone) -> str:
    """What the app and the browser show beside ours; empty if we do not know it."""
    try:
        return await name_of(session, me.person_id)
    except KeyError:
        return ""


def _above(request: Request) -> Crumbs:
    """What lies below one's second step leads back to it."""
    return [("Mein zweiter Schritt", pages.address(request))]
