"""Two people become one: side by side, what happens, and back again."""

from dataclasses import replace
from uuid import UUID

from fastapi import Request, Response
from fastapi.responses import RedirectResponse
from sqlalchemy.exc import NoResultFound
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.duplicates import queries as duplicates
from services.directory.entries import queries as entries
from services.directory.entries.values import Seen
from services.directory.merges import queries, use_cases
from services.directory.merges.forms import REFUSALS, MergeForm, OtherSearch
from services.directory.merges.rules import ChangedSince
from services.directory.merges.values import Both, Side
from services.directory.sight.queries import names_and_mails
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.messaging.unit_of_work import UnitOfWork
from shared.web import audit
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator
from shared.web.kit.private_search import PrivateSearch, found_at
from shared.web.kit.router import PageRouter
from shared.web.problem import Problem
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/zusammenfuehrungen", audience=Coordinator)
_FOUND = "/directory/doppelte"
"""Where those are who may be the same by a rule."""
_BEGUN = dict.fromkeys(("survivor", "name", "email", "languages", "hours"), Side.FIRST)


@pages.get("", dependencies=[looked])
async def list_merges(
    request: Request, me: Coordinator, session: Reading, page: PageRequest
) -> Response:
    """The latest first."""
    found = await queries.page_of(session, me.tenant, page)
    return pages.render(request, "merges.html", page=found)


@pages.get("/paar/{pair_id}", dependencies=[looked])
async def ask_what_stays(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, pair_id: UUID
) -> Response:
    """Both side by side, with what to choose."""
    pair = await _pair(session, me, here, pair_id)
    return await _form(request, me, session, pair, MergeForm.empty(**_BEGUN), _FOUND)


@pages.post("/paar/{pair_id}")
async def merge(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    pair_id: UUID,
    form: Posted[MergeForm],
) -> Response:
    """Ask once more with what happens; then merge."""
    return await _merge(request, me, uow, await _pair(uow.session, me, here, pair_id), form, _FOUND)


@pages.get("/mit/{person_id}", dependencies=[looked])
async def find_the_other(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    search: PrivateSearch[OtherSearch],
    page: PageRequest,
    person_id: UUID,
) -> Response:
    """Whom somebody is, too: looked for by the office, for no rule has found it."""
    asker = entries.asker_of(me, local_date(here.clock.now()))
    called = (await names_and_mails(session, asker, [person_id])).get(person_id)
    if called is None:
        raise NoResultFound
    others = await queries.others(session, asker, person_id, search.text, page)
    someone = {"id": person_id, "name": called[0]}
    return pages.render(request, "others.html", someone=someone, search=search, page=others)


@pages.post("/mit/{person_id}")
async def look_for_the_other(
    request: Request, person_id: UUID, form: Posted[OtherSearch]
) -> Response:
    """A name must not stand in an address: the search leads to a sealed one."""
    return RedirectResponse(found_at(request, form), 303)


@pages.get("/mit/{person_id}/{other_id}", dependencies=[looked])
async def ask_what_stays_of_chosen(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    session: Reading,
    person_id: UUID,
    other_id: UUID,
) -> Response:
    """The two that were chosen side by side; or why they cannot be merged."""
    back = pages.address(request, f"mit/{person_id}")
    try:
        pair = await queries.chosen(session, me, local_date(here.clock.now()), person_id, other_id)
    except Problem as problem:
        return pages.saved(request, REFUSALS[problem.code], kind="warning", to=back)
    return await _form(request, me, session, pair, MergeForm.empty(**_BEGUN), back)


@pages.post("/mit/{person_id}/{other_id}")
async def merge_chosen(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    person_id: UUID,
    other_id: UUID,
    form: Posted[MergeForm],
) -> Response:
    """As with a pair that was found."""
    back = pages.address(request, f"mit/{person_id}")
    today = local_date(here.clock.now())
    try:
        pair = await queries.chosen(uow.session, me, today, person_id, other_id)
    except Problem as problem:
        audit.unchanged(request)
        return pages.saved(request, REFUSALS[problem.code], kind="warning", to=back)
    return await _merge(request, me, uow, pair, form, back)


@pages.get("/{merge_id}", dependencies=[looked])
async def show_merge(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, merge_id: UUID
) -> Response:
    """What it did, and whether it can be taken back."""
    found = await queries.one(session, me.tenant, merge_id)
    waiting = await queries.suspended(session, me.tenant, found.row.merged_id)
    return pages.render(
        request,
        "merge.html",
        found=found,
        rows=queries.counted(found.row),
        waiting=waiting if found.undone_at is None and found.row.signs_in_at is None else 0,
        undoable=found.may_be_undone(here.clock.now()),
    )


@pages.get("/{merge_id}/zuruecknehmen")
async def ask_to_undo(
    request: Request, me: Coordinator, session: Reading, merge_id: UUID
) -> Response:
    """Really?"""
    found = await queries.one(session, me.tenant, merge_id)
    return pages.confirm(
        request,
        "Zusammenführung zurücknehmen?",
        f"{found.survivor} und {found.merged} sind danach wieder zwei Personen; was zu wem gehörte,"
        " gehört wieder dorthin. Beide melden sich neu an. Hat inzwischen jemand etwas davon"
        " geändert, geschieht nichts, und Sie erfahren, was es ist.",
        button="Zurücknehmen",
        final=False,
        back=pages.address(request, merge_id),
    )


@pages.post("/{merge_id}/zuruecknehmen")
async def undo(request: Request, me: Coordinator, uow: Uow, merge_id: UUID) -> Response:
    """They are two people after all; or why that is not possible any more."""
    to = pages.address(request, merge_id)
    try:
        await use_cases.undo(uow, me, merge_id)
    except ChangedSince as problem:
        audit.unchanged(request)
        return pages.render(request, "refused.html", 409, rows=problem.rows, back=to)
    except Problem as problem:
        audit.unchanged(request)
        why = REFUSALS.get(problem.code, "")
        return pages.saved(request, "Nicht zurückgenommen.", why, kind="warning", to=to)
    return pages.saved(request, "Zurückgenommen.", to=to)


@pages.post("/{merge_id}/anmeldung")
async def let_sign_in(request: Request, me: Coordinator, uow: Uow, merge_id: UUID) -> Response:
    """Whoever signed in as the other one is the survivor; or why that is not possible."""
    to = pages.address(request, merge_id)
    text = "Wer sich bisher als die andere Person anmeldete, ist jetzt diese."
    try:
        stays = await use_cases.let_sign_in(uow, me, merge_id)
    except Problem as problem:
        audit.unchanged(request)
        why = REFUSALS.get(problem.code, "")
        return pages.saved(request, "Nicht freigegeben.", why, kind="warning", to=to)
    if stays:
        text = (
            "Die Adresse der anderen gilt nicht mehr zum Anmelden: Diese Person hat schon eine."
            " Ein Dienstkonto der anderen gehört jetzt zu ihr."
        )
    return pages.saved(request, "Anmeldung freigegeben.", text, to=to)


async def _pair(
    session: AsyncSession, me: Me, here: CurrentContext, pair_id: UUID
) -> tuple[Seen, Seen]:
    today = local_date(here.clock.now())
    pair = await duplicates.one(session, me, pair_id, today)
    return await duplicates.both(session, me, pair, today)


async def _merge(
    request: Request,
    me: Me,
    uow: UnitOfWork,
    pair: tuple[Seen, Seen],
    form: Entered[MergeForm],
    back: str,
) -> Response:
    """Ask, ask once more, then do it."""
    if form.value is None:
        return await _form(request, me, uow.session, pair, form, back)
    survivor, merged = pair if form.value.survivor is Side.FIRST else (pair[1], pair[0])
    if form.value.seen != form.value.what:
        shown = replace(form, offered=_offered(pair), typed={**form.typed, "seen": form.value.what})
        return _ask(request, shown, survivor, merged, back)
    both = Both(me.tenant, survivor.id, merged.id)
    row = await use_cases.merge(uow, me, both, form.value)
    audit.about(request, row.id)
    return pages.saved(request, "Zusammengeführt.", to=pages.address(request, row.id))


async def _form(
    request: Request,
    me: Me,
    session: AsyncSession,
    pair: tuple[Seen, Seen],
    form: Entered[MergeForm],
    back: str,
) -> Response:
    first, second = pair
    changes = await queries.what_happens(session, me.tenant, first.id, second.id)
    return pages.render(
        request,
        "choose.html",
        form=replace(form, offered=_offered(pair)),
        first=first,
        second=second,
        changes=changes,
        back=back,
        above=_above(back),
    )


def _above(back: str) -> list[tuple[str, str]]:
    """Where both were found."""
    if back == _FOUND:
        return [("Vielleicht doppelt", back)]
    return [("Personen", "/directory/personen"), ("Wer ist es noch?", back)]


def _offered(pair: tuple[Seen, Seen]) -> dict[str, list[tuple[str, str]]]:
    """Whose words count, in these words."""
    sides = (Side.FIRST.value, Side.SECOND.value)
    return {
        "survivor": list(zip(sides, (f"{e.name} ({e.email})" for e in pair), strict=True)),
        "name": list(zip(sides, (e.name for e in pair), strict=True)),
        "email": list(zip(sides, (e.email for e in pair), strict=True)),
        "languages": list(zip(sides, (_of(e.languages, e) for e in pair), strict=True)),
        "hours": list(zip(sides, (_of(e.hours, e) for e in pair), strict=True)),
    }


def _of(text: str, whose: Seen) -> str:
    return f"{text or 'keine Angabe'} ({whose.name})"


def _ask(
    request: Request, form: Entered[MergeForm], survivor: Seen, merged: Seen, back: str
) -> Response:
    return pages.confirm(
        request,
        f"{merged.name} mit {survivor.name} zusammenführen?",
        f"{survivor.name} ({survivor.email}) steht danach für beide. Beschäftigungen, Rollen,"
        " Beziehungen und Adressen gehen über, die alte Kennung führt weiter hierher."
        " Laufende Einarbeitungen bleiben getrennt nebeneinander; eine zweite Einladung zur"
        " gleichen Befragung entfällt. Die Anmeldung der anderen ruht, bis Sie sie freigeben, und"
        " beide melden sich neu an. Sie können das 30 Tage lang zurücknehmen.",
        button="Zusammenführen",
        final=False,
        form=form,
        back=request.url.path,
        above=_above(back),
    )
