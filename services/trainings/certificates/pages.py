"""The office's certificates of a gathering: issue all or one, anew, revoke, and read the file."""

from typing import Any
from uuid import UUID

from fastapi import Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.trainings.certificates import queries, use_cases
from services.trainings.certificates.forms import IssueForm, OneForm, ReasonForm
from services.trainings.gatherings import queries as gatherings
from services.trainings.models import Gathering
from services.trainings.people import queries as people
from services.trainings.qualifications import use_cases as qualifications
from services.trainings.registrations import queries as registrations
from shared.context import Context, CurrentContext, Reading, Uow
from shared.contracts.gatherings import GATHERINGS
from shared.web.audit import looked
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Entered, Posted
from shared.web.kit.person import Coordinator
from shared.web.kit.router import PageRouter
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix=GATHERINGS.removeprefix("/trainings"), audience=Coordinator)
ALL = "/{gathering_id}/bescheinigungen"
ONE = f"{ALL}/{{registration_id}}"


@pages.get(ALL, dependencies=[looked])
async def list_certificates(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, gathering_id: UUID
) -> Response:
    """Who was there for how long, and who has one."""
    return await _list(request, me, here, session, gathering_id, IssueForm.empty())


@pages.post(ALL)
async def issue_all(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    form: Posted[IssueForm],
) -> Response:
    """To everybody who has earned one, and has none."""
    if form.value is None:
        return await _list(request, me, here, uow.session, gathering_id, form)
    site = here.settings.base_url
    number = await use_cases.issue_all(uow, me, site, gathering_id, form.value.share)
    await qualifications.reckon_gathering(uow, me.tenant, gathering_id)
    return pages.saved(request, f"{number} ausgestellt." if number else "Niemand kam hinzu.")


@pages.get(ONE, dependencies=[looked])
async def show_one(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, registration_id: UUID
) -> Response:
    """Each revision of somebody's."""
    return await _one(request, me, session, gathering_id, registration_id, OneForm.empty())


@pages.post(ONE)
async def issue_one(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    registration_id: UUID,
    form: Posted[OneForm],
) -> Response:
    """The first one, also for who was there for less."""
    if form.value is None:
        return await _one(request, me, uow.session, gathering_id, registration_id, form)
    await registrations.of_gathering(uow.session, me.tenant, gathering_id, registration_id)
    site = here.settings.base_url
    await use_cases.issue_one(uow, me, site, gathering_id, registration_id, "")
    await qualifications.reckon_gathering(uow, me.tenant, gathering_id)
    return pages.saved(request, "Ausgestellt.")


@pages.get(f"{ONE}/neu")
async def ask_anew(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, registration_id: UUID
) -> Response:
    """With a reason."""
    await registrations.of_gathering(session, me.tenant, gathering_id, registration_id)
    return _anew(request, ReasonForm.empty())


@pages.post(f"{ONE}/neu")
async def issue_anew(
    request: Request,
    me: Coordinator,
    here: CurrentContext,
    uow: Uow,
    gathering_id: UUID,
    registration_id: UUID,
    form: Posted[ReasonForm],
) -> Response:
    """As it is known now; the earlier one says that it is replaced."""
    await registrations.of_gathering(uow.session, me.tenant, gathering_id, registration_id)
    if form.value is None:
        return _anew(request, form)
    site, reason = here.settings.base_url, form.value.reason
    await use_cases.issue_one(uow, me, site, gathering_id, registration_id, reason)
    await qualifications.reckon_gathering(uow, me.tenant, gathering_id)
    to = pages.address(request, gathering_id, "bescheinigungen", registration_id)
    return pages.saved(request, "Neu ausgestellt.", to=to)


@pages.get(f"{ONE}/widerrufen")
async def ask_to_revoke(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, registration_id: UUID
) -> Response:
    """Ask before it holds no more."""
    await registrations.of_gathering(session, me.tenant, gathering_id, registration_id)
    return _revoke(request, ReasonForm.empty())


@pages.post(f"{ONE}/widerrufen")
async def revoke(
    request: Request,
    me: Coordinator,
    uow: Uow,
    gathering_id: UUID,
    registration_id: UUID,
    form: Posted[ReasonForm],
) -> Response:
    """For good."""
    await registrations.of_gathering(uow.session, me.tenant, gathering_id, registration_id)
    if form.value is None:
        return _revoke(request, form)
    await use_cases.revoke(uow, me, gathering_id, registration_id, form.value.reason)
    await qualifications.reckon_gathering(uow, me.tenant, gathering_id)
    to = pages.address(request, gathering_id, "bescheinigungen", registration_id)
    return pages.saved(request, "Widerrufen.", to=to)


@pages.get(f"{ALL}/datei/{{certificate_id}}", dependencies=[looked])
async def save_file(
    request: Request, me: Coordinator, session: Reading, gathering_id: UUID, certificate_id: UUID
) -> Response:
    """As it was issued."""
    content = await queries.file_for_office(session, me.tenant, gathering_id, certificate_id)
    headers = attachment(request, "bescheinigung", "pdf")
    return Response(content, media_type="application/pdf", headers=headers)


async def _list(
    request: Request,
    me: Me,
    here: Context,
    session: AsyncSession,
    gathering_id: UUID,
    form: Entered[IssueForm],
) -> Response:
    row = await gatherings.one(session, me.tenant, gathering_id)
    found = await gatherings.whole(session, me.tenant, row)
    return pages.render(
        request,
        "certificates.html",
        gathering=found,
        over=found.is_over(here.clock.now()),
        rows=await queries.candidates(session, found),
        form=form,
        above=_above(request, row),
    )


async def _one(
    request: Request,
    me: Me,
    session: AsyncSession,
    gathering_id: UUID,
    registration_id: UUID,
    form: Entered[Any],
) -> Response:
    row = await gatherings.one(session, me.tenant, gathering_id)
    entry = await registrations.of_gathering(session, me.tenant, gathering_id, registration_id)
    names = await people.names_of(session, me.tenant, [entry.person_id])
    known = await queries.of_registration(session, me.tenant, registration_id)
    list_of = pages.address(request, gathering_id, "bescheinigungen")
    return pages.render(
        request,
        "office_certificate.html",
        gathering=row,
        name=names.get(entry.person_id, people.NOBODY),
        known=list(reversed(known)),
        list_of=list_of,
        form=form,
        above=[*_above(request, row), ("Bescheinigungen", list_of)],
    )


def _anew(request: Request, form: Entered[ReasonForm]) -> Response:
    back = request.url.path.rpartition("/")[0]
    title = "Neue Fassung ausstellen"
    return pages.render(
        request, "kit/form.html", title=title, button="Ausstellen", form=form, back=back
    )


def _revoke(request: Request, form: Entered[ReasonForm]) -> Response:
    return pages.confirm(
        request,
        "Bescheinigung widerrufen?",
        "Die Prüfseite sagt von da an, dass sie widerrufen ist, seit wann und warum.",
        button="Widerrufen",
        form=form,
    )


def _above(request: Request, row: Gathering) -> list[tuple[str, str]]:
    return [(row.title, pages.address(request, row.id))]
