"""Minutes as the office writes, closes, publishes and corrects them."""

from dataclasses import replace
from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.actions import queries as actions
from services.trainings.agenda import queries as agendas
from services.trainings.attendance import queries as attendance
from services.trainings.decisions import queries as decisions
from services.trainings.gatherings import queries as gatherings
from services.trainings.minutes import queries, use_cases
from services.trainings.minutes.forms import (
    CorrectionForm,
    MinutesForm,
    PublishForm,
    RestoreForm,
    SettleForm,
)
from services.trainings.minutes.values import Clash, Step, paragraphs
from services.trainings.models import Gathering
from services.trainings.people import queries as people
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.german import short_date
from shared.web.audit import looked
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
MINUTES = "/{gathering_id}/protokoll"
FORM = "kit/form.html"


@pages.get(MINUTES, dependencies=[looked])
async def show_minutes(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """How far they are."""
    now = here.clock.now()
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await queries.of_gathering(session, me.tenant, gathering_id)
    present = await attendance.present(session, me.tenant, gathering_id)
    names = await people.names_of(session, me.tenant, present)
    return pages.render(
        request,
        "minutes.html",
        gathering=row,
        minutes=found,
        parts=paragraphs(await queries.text_of(session, found)),
        agenda=await agendas.agenda_of(session, row),
        decisions=await decisions.of_gathering(session, me.tenant, gathering_id),
        actions=await actions.of_gathering(session, me.tenant, gathering_id, local_date(now)),
        corrections=await queries.corrections(session, found) if found else (),
        present=[names[each] for each in present if each in names],
        draft=await queries.draft_of(session, me.tenant, gathering_id, me.person_id),
        begun=row.starts_at is not None and row.starts_at <= now,
        above=[(row.title, pages.address(request, row.id))],
    )


@pages.get(f"{MINUTES}/schreiben")
async def ask_for_text(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """One's own draft, or the text as it was saved last."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await queries.of_gathering(session, me.tenant, gathering_id)
    draft = await queries.draft_of(session, me.tenant, gathering_id, me.person_id)
    text = draft.text if draft else await queries.text_of(session, found)
    base = draft.base if draft else found.revision if found else 0
    form = MinutesForm.filled({"text": text, "version": base, "step": Step.SAVE})
    return _write(request, row, form, drafted=draft is not None)


@pages.post(f"{MINUTES}/schreiben")
async def save(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[MinutesForm]
) -> Response:
    """For everybody, or for oneself; whoever was slower sees both texts."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return _write(request, row, form)
    text, base = form.value.text, form.value.version
    to = _address(request, gathering_id)
    if form.value.step is Step.KEEP:
        await use_cases.keep(uow, me, gathering_id, text, base)
        said = "Der Entwurf ist gemerkt. Nur Sie sehen ihn."
        return pages.saved(request, said, to=f"{to}/schreiben")
    clash = await use_cases.save(uow, me, gathering_id, text, base)
    if clash is None:
        return pages.saved(request, to=to)
    mine = MinutesForm.filled({"text": text, "version": clash.revision, "step": Step.SAVE})
    return _write(request, row, mine, clash=clash)


@pages.get(f"{MINUTES}/fassungen", dependencies=[looked])
async def list_revisions(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """The newest first."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await queries.of_gathering(session, me.tenant, gathering_id)
    revisions = await queries.revisions(session, found) if found else []
    above = _above(request, row)
    return pages.render(request, "revisions.html", revisions=revisions, above=above)


@pages.get(f"{MINUTES}/fassungen/{{number}}", dependencies=[looked])
async def show_revision(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, number: int
) -> Response:
    """What it changed."""
    return await _revision(request, me, session, gathering_id, number)


@pages.post(f"{MINUTES}/fassungen/{{number}}")
async def restore(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    number: int,
    form: Posted[RestoreForm],
) -> Response:
    """As a new revision; what came since stays in the list."""
    if form.value is None:
        return await _revision(request, me, uow.session, gathering_id, number, form)
    to, base = _address(request, gathering_id), form.value.version
    if not await use_cases.restore(uow, me, gathering_id, number, base):
        stale = form.refused("", "Inzwischen wurde weitergeschrieben. Bitte sehen Sie nach.")
        return await _revision(request, me, uow.session, gathering_id, number, stale)
    return pages.saved(request, f"Fassung {number} gilt wieder.", to=to)


@pages.get(f"{MINUTES}/punkte")
async def ask_for_outcomes(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """What became of the items."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    items = await agendas.items_of(session, me.tenant, gathering_id)
    form = SettleForm.empty(seen=[each.id for each in items])
    return await _settle(request, session, row, form)


@pages.post(f"{MINUTES}/punkte")
async def settle(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[SettleForm]
) -> Response:
    """Once."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _settle(request, uow.session, row, form)
    await use_cases.settle(uow, me, gathering_id, form.value.outcomes)
    return pages.saved(request, to=_address(request, gathering_id))


@pages.get(f"{MINUTES}/veroeffentlichen")
async def ask_to_publish(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """Ask before it is frozen."""
    await gatherings.one(session, me.tenant, gathering_id)
    return await _publish(request, me, session, gathering_id, PublishForm.empty())


@pages.post(f"{MINUTES}/veroeffentlichen")
async def publish(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[PublishForm]
) -> Response:
    """For good."""
    await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return await _publish(request, me, uow.session, gathering_id, form)
    await use_cases.publish(uow, me, gathering_id)
    to = _address(request, gathering_id)
    return pages.saved(request, "Das Protokoll ist veröffentlicht.", to=to)


@pages.get(f"{MINUTES}/berichtigen")
async def ask_for_correction(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID
) -> Response:
    """What is wrong in it."""
    row = await gatherings.one(session, me.tenant, gathering_id)
    return _correct(request, row, CorrectionForm.empty())


@pages.post(f"{MINUTES}/berichtigen")
async def correct(
    request: Request, me: Coordinator, uow: Uow, gathering_id: UUID, form: Posted[CorrectionForm]
) -> Response:
    """Beside the text, which stays."""
    row = await gatherings.one(uow.session, me.tenant, gathering_id)
    if form.value is None:
        return _correct(request, row, form)
    await use_cases.correct(uow, me, gathering_id, form.value)
    return pages.saved(request, to=_address(request, gathering_id))


def _write(
    request: Request,
    row: Gathering,
    form: Entered[MinutesForm],
    *,
    clash: Clash | None = None,
    drafted: bool = False,
) -> Response:
    context = {"clash": clash, "drafted": drafted, "back": _address(request, row.id)}
    status, above = 409 if clash else 200, _above(request, row)
    return pages.render(request, "write.html", status, form=form, above=above, **context)


async def _revision(
    request: Request,
    me: Me,
    session: AsyncSession,
    gathering_id: UUID,
    number: int,
    form: Entered[Any] | None = None,
) -> Response:
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await queries.of_gathering(session, me.tenant, gathering_id)
    if found is None:
        return pages.saved(request, to=_address(request, gathering_id))
    list_of = pages.address(request, gathering_id, "protokoll", "fassungen")
    return pages.render(
        request,
        "revision.html",
        minutes=found,
        number=number,
        pieces=await queries.compared(session, found, number),
        form=form or RestoreForm.empty(version=found.revision),
        above=[*_above(request, row), ("Fassungen", list_of)],
    )


async def _settle(
    request: Request, session: AsyncSession, row: Gathering, form: Entered[SettleForm]
) -> Response:
    items = await agendas.items_of(session, row.tenant, row.id)
    choices = [(str(each.id), each.title) for each in items]
    following = await gatherings.following(session, row)
    offered = dict.fromkeys(("carried", "kept", "dropped"), choices)
    return pages.render(
        request,
        "settle.html",
        form=replace(form, offered=offered, left_out=() if following else ("carried",)),
        items=items,
        following=_called(following) if following else "",
        back=_address(request, row.id),
        above=_above(request, row),
    )


def _called(row: Gathering) -> str:
    day = f" am {short_date(local_date(row.starts_at))}" if row.starts_at else ""
    return f"„{row.title}“{day}"


async def _publish(
    request: Request,
    me: Me,
    session: AsyncSession,
    gathering_id: UUID,
    form: Entered[PublishForm],
) -> Response:
    drafts = await queries.drafts_of(session, me.tenant, gathering_id)
    lost = " Entwürfe, die noch niemand gespeichert hat, gehen verloren." if drafts else ""
    return pages.confirm(
        request,
        "Protokoll veröffentlichen?",
        "Alle mit einem Platz können es lesen, und die Beschlüsse bekommen ihre Nummern."
        f" Später lässt es sich nur noch mit Grund berichtigen.{lost}",
        button="Veröffentlichen",
        form=form,
    )


def _correct(request: Request, row: Gathering, form: Entered[CorrectionForm]) -> Response:
    back, above = _address(request, row.id), _above(request, row)
    title = "Protokoll berichtigen"
    return pages.render(request, FORM, title=title, form=form, back=back, above=above)


def _above(request: Request, row: Gathering) -> list[tuple[str, str]]:
    here = pages.address(request, row.id)
    return [(row.title, here), ("Protokoll", f"{here}/protokoll")]


def _address(request: Request, gathering_id: UUID) -> str:
    return pages.address(request, gathering_id, "protokoll")
