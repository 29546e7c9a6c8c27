"""The proof of use as the office and carriers read and keep it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response
from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.coordination.queries import hours_at
from services.directory.employments.queries import wanted_by
from services.directory.proof_of_use import queries, use_cases
from services.directory.proof_of_use.forms import ProofSearch, SubmissionForm
from services.directory.proof_of_use.models import ProofSubmission
from services.directory.proof_of_use.queries import COLUMNS, Proof
from services.directory.proof_of_use.rules import (
    NOTES,
    coordination_said,
    last_over,
    school_year_of,
)
from services.directory.proof_of_use.values import SchoolYear
from shared.clock import local_date
from shared.context import CurrentContext, Reading, Uow
from shared.contracts.accounts import AccessRole
from shared.contracts.directory import Funding
from shared.contracts.words import word
from shared.database.paging import computed
from shared.german import date_and_time, short_date
from shared.web import audit
from shared.web.kit.exports import attachment
from shared.web.kit.forms import Entered, Posted, Search
from shared.web.kit.lists import PageRequest
from shared.web.kit.person import Coordinator, Staffing
from shared.web.kit.router import PageRouter
from shared.web.pdf import Document, pdf_of, table_of
from shared.web.problem import Problem
from shared.web.sessions.person import Me

pages = PageRouter(__package__, prefix="/verwendungsnachweis", audience=Staffing)

YEARS = 7
"""School years that are offered."""
Handed = Annotated[UUID | None, Query(alias="abgabe")]
"""The figures as they were handed in."""


@pages.get("")
async def show(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    session: Reading,
    search: Search[ProofSearch],
    page: PageRequest,
    handed_in: Handed = None,
) -> Response:
    """Who pays for how much at which school; the same as a file."""
    now = here.clock.now()
    proof = await _proof(session, me, search, handed_in, now)
    office = me.role is AccessRole.COORDINATOR
    known = await queries.submissions(session, me.tenant, proof.year) if office else []
    standing = next((each for each in known if each.withdrawn_at is None), None)
    return pages.render(
        request,
        "proof.html",
        asked={"entered": _with_years(search, proof.year, local_date(now))},
        proof=proof,
        page=computed(proof.rows, page, COLUMNS),
        office=office,
        over=proof.year.last < local_date(now),
        submissions=known,
        standing=standing,
        same=standing is not None and await _is_as_handed_in(session, me, standing, now),
        coordination=_coordination(proof),
        notes=NOTES,
    )


@pages.get("/datei")
async def save(
    request: Request,
    me: Staffing,
    here: CurrentContext,
    session: Reading,
    search: Search[ProofSearch],
    handed_in: Handed = None,
) -> Response:
    """The same as a PDF that screen readers can read."""
    proof = await _proof(session, me, search, handed_in, here.clock.now())
    document = _document(proof, await queries.municipality_called(session, me.tenant))
    await audit.record_apart(request, audit.EXPORT)
    headers = attachment(request, f"verwendungsnachweis-{proof.year.begins_in}", "pdf")
    return Response(await pdf_of(document), headers=headers, media_type="application/pdf")


@pages.get("/{year}/abgeben")
async def ask_when(
    request: Request, me: Coordinator, here: CurrentContext, session: Reading, year: int
) -> Response:
    """The form for the day on which it was handed in."""
    wanted = _year(year)
    form = SubmissionForm.empty(submitted_on=local_date(here.clock.now()))
    return pages.render(request, "submit.html", form=form, year=wanted, back=_at(request, wanted))


@pages.post("/{year}/abgeben")
async def submit(
    request: Request, me: Coordinator, uow: Uow, year: int, form: Posted[SubmissionForm]
) -> Response:
    """Keep that it was."""
    wanted = _year(year)
    back = _at(request, wanted)
    if form.value is None:
        return pages.render(request, "submit.html", form=form, year=wanted, back=back)
    kept = await use_cases.submit(uow, me, wanted, form.value)
    audit.about(request, kept.id)
    return pages.saved(request, "Abgabe vermerkt.", to=back)


@pages.get("/abgaben/{submission_id}/zuruecknehmen")
async def ask_whether_not(
    request: Request, me: Coordinator, session: Reading, submission_id: UUID
) -> Response:
    """Before it is said that nothing was handed in."""
    found = await queries.submission(session, me.tenant, submission_id)
    return pages.confirm(
        request,
        "War das ein Versehen?",
        "Dann gilt dieser Verwendungsnachweis als nicht abgegeben. Der Vermerk bleibt stehen.",
        button="Vermerk zurücknehmen",
        final=False,
        back=_at(request, SchoolYear(found.school_year)),
    )


@pages.post("/abgaben/{submission_id}/zuruecknehmen")
async def withdraw(request: Request, me: Coordinator, uow: Uow, submission_id: UUID) -> Response:
    """It was noted by mistake."""
    found = await use_cases.withdraw(uow, me, submission_id)
    to = _at(request, SchoolYear(found.school_year))
    return pages.saved(request, "Vermerk zurückgenommen.", to=to)


async def _proof(
    session: AsyncSession,
    me: Me,
    search: ProofSearch,
    handed_in: UUID | None,
    now: datetime,
) -> Proof:
    """As it was handed in, or as it was known on a day, or is now; raises ``NoResultFound``."""
    today = local_date(now)
    wanted = wanted_by(me, today)
    year = SchoolYear(search.year) if search.year else last_over(today)
    at = use_cases.known_by(search.known_on, now)
    if handed_in is not None:
        kept = await queries.submission(session, me.tenant, handed_in)
        year, at = SchoolYear(kept.school_year), kept.known_at
    proof = await queries.proof_of(session, wanted, year, at, search.funding)
    if me.role is not AccessRole.COORDINATOR:
        return proof
    if handed_in is not None:
        return replace(proof, coordination_hours=kept.coordination_hours)
    if search.known_on is not None:
        hours = await hours_at(session, me.tenant, at)
    else:
        hours = await queries.coordination_hours(session, me.tenant)
    return replace(proof, coordination_hours=hours)


async def _is_as_handed_in(
    session: AsyncSession, me: Me, standing: ProofSubmission, now: datetime
) -> bool:
    """Whether the figures are still the same."""
    year, wanted = SchoolYear(standing.school_year), wanted_by(me, local_date(now))
    return (await queries.proof_of(session, wanted, year, now)).digest == standing.digest


def _with_years(search: ProofSearch, year: SchoolYear, today: date) -> Entered[ProofSearch]:
    latest = school_year_of(today).begins_in
    offered = {*range(latest - YEARS + 1, latest + 1), year.begins_in}
    choices = [(str(each), SchoolYear(each).name) for each in sorted(offered, reverse=True)]
    typed = {**search.entered.typed, "year": str(year.begins_in)}
    return replace(search.entered, typed=typed, offered={"year": choices})


def _year(year: int) -> SchoolYear:
    if not 2000 <= year <= 2100:
        raise Problem(404, "not-found", "Not found")
    return SchoolYear(year)


def _at(request: Request, year: SchoolYear) -> str:
    return f"{pages.address(request)}?year={year.begins_in}"


def _coordination(proof: Proof) -> list[tuple[str, str]]:
    """The office's hours, where they are known."""
    hours = proof.coordination_hours
    return [] if hours is None else [("Koordinierung", coordination_said(hours))]


def _document(proof: Proof, municipality: str) -> Document:
    columns = [each.label for each in COLUMNS[1:]]
    tables = [
        table_of(
            word(Funding, line.funding),
            columns,
            [[each.value(row) for each in COLUMNS[1:]] for row in (*line.rows, line.sum_row)],
            numeric=(5, 6, 7),
        )
        for line in proof.lines
    ]
    if len(tables) > 1:
        names = ("Finanzierung", "Schulen", "Stunden", "Personenmonate", "Stellen")
        tables.append(table_of("Zusammen", names, proof.sums, numeric=(1, 2, 3, 4)))
    days = f"{short_date(proof.year.first)} bis {short_date(proof.year.last)}"
    facts = [
        ("Kommune", municipality),
        ("Schuljahr", f"{proof.year.name}, {days}"),
        ("Stand", date_and_time(proof.known_at)),
        *_coordination(proof),
    ]
    return Document("Verwendungsnachweis Schulsozialarbeit", facts, tables, NOTES)
