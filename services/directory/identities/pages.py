"""Accounts at the provider, as the office looks after them."""

from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse

from services.directory.identities import queries, use_cases
from services.directory.identities.forms import PersonSearch
from shared.context import Reading, Uow
from shared.web.audit import looked
from shared.web.kit.forms import Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Office
from shared.web.kit.private_search import PrivateSearch, found_at
from shared.web.kit.router import PageRouter

pages = PageRouter(__package__, prefix="/offene-anmeldungen", audience=Office)


@pages.get("")
async def list_waiting(
    request: Request, me: Office, session: Reading, page: PageRequest
) -> Response:
    """Accounts that are nobody's yet."""
    found = await queries.waiting(session, me, page)
    return pages.render(request, "waiting.html", page=found)


@pages.get("/konten", dependencies=[looked])
async def list_linked(
    request: Request, me: Office, session: Reading, page: PageRequest
) -> Response:
    """Accounts that are somebody's, and what the provider suggests."""
    found = await queries.linked(session, me, page)
    return pages.render(request, "linked.html", page=found)


@pages.get("/konten/{key}")
async def ask_to_unlink(request: Request, me: Office, session: Reading, key: UUID) -> Response:
    """Really? Or why only operators may."""
    person, mine = await queries.holder(session, me, key)
    if not mine:
        return pages.render(request, "roles_elsewhere.html", name=person.name)
    return pages.confirm(
        request,
        f"Zuordnung zu {person.name} aufheben?",
        "Anmeldungen mit diesem Dienstkonto enden sofort. Wer sich wieder damit anmeldet, wartet"
        " unter den offenen Anmeldungen. Der Code per Mail geht weiterhin.",
        button="Zuordnung aufheben",
        final=False,
        above=[("Zugeordnete Dienstkonten", pages.address(request, "konten"))],
    )


@pages.post("/konten/{key}")
async def unlink(request: Request, me: Office, uow: Uow, key: UUID) -> Response:
    """It was not theirs, or is not any more."""
    await use_cases.unlink(uow, me, key)
    return pages.saved(request, "Zuordnung aufgehoben.", to=pages.address(request, "konten"))


@pages.get("/{key}", dependencies=[looked])
async def show_account(
    request: Request, me: Office, session: Reading, key: UUID, search: PrivateSearch[PersonSearch]
) -> Response:
    """Whose account is it?"""
    return pages.render(
        request,
        "assign.html",
        account=await queries.one_waiting(session, me, key),
        form=search.entered,
        text=search.text,
        found=await queries.candidates(session, me, search.text),
        address=pages.address(request, key),
    )


@pages.post("/{key}")
async def look_for_person(request: Request, key: UUID, form: Posted[PersonSearch]) -> Response:
    """A name must not stand in an address: the search leads to a sealed one."""
    return RedirectResponse(found_at(request, form), 303)


@pages.get("/{key}/zuordnen/{person_id}", dependencies=[looked])
async def ask_to_assign(
    request: Request, me: Office, session: Reading, key: UUID, person_id: UUID
) -> Response:
    """Really? Whoever has the account acts as this person from now on."""
    account = await queries.one_waiting(session, me, key)
    person = await queries.candidate(session, me, person_id)
    back, shown = pages.address(request, key), account.shown_name or "ohne Namen"
    return pages.confirm(
        request,
        f"Dienstkonto {shown} {person.name} zuordnen?",
        f"Wer dieses Dienstkonto hat, meldet sich danach damit an und handelt als {person.name}"
        f" ({person.address}). Der gleiche Name oder die gleiche Adresse genügt nicht: Fragen Sie"
        " nach, wenn Sie nicht sicher sind. Aufheben lässt es sich unter „Zugeordnete"
        " Dienstkonten“; was bis dahin geschehen ist, bleibt geschehen.",
        button="Zuordnen",
        final=False,
        back=back,
        above=[(account.shown_name or "Dienstkonto ohne Namen", back)],
    )


@pages.post("/{key}/zuordnen/{person_id}")
async def assign(request: Request, me: Office, uow: Uow, key: UUID, person_id: UUID) -> Response:
    """It is this person's."""
    name = await use_cases.assign(uow, me, key, person_id)
    return pages.saved(
        request, "Zugeordnet.", f"Das Dienstkonto gehört {name}.", to=pages.address(request)
    )


@pages.get("/{key}/verwerfen")
async def ask_to_dismiss(request: Request, me: Office, session: Reading, key: UUID) -> Response:
    """Really?"""
    await queries.one_waiting(session, me, key)
    return pages.confirm(
        request,
        "Anmeldung verwerfen?",
        "Das Dienstkonto wird niemandem zugeordnet. Wer sich noch einmal damit anmeldet, wartet"
        " wieder.",
        button="Verwerfen",
        final=False,
    )


@pages.post("/{key}/verwerfen")
async def dismiss(request: Request, me: Office, uow: Uow, key: UUID) -> Response:
    """Nobody's, and forgotten."""
    await use_cases.dismiss(uow, me, key)
    return pages.saved(request, "Verworfen.", to=pages.address(request))
