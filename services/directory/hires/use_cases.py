"""Takes in hires set by set: whatever is asked at once is answered in one transaction."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.ext.asyncio import AsyncSession

from services.directory.employments import use_cases as employing
from services.directory.employments.queries import known_by_number
from services.directory.employments.values import Employment, Known, Number
from services.directory.hires import rules
from services.directory.hires.queries import with_alike
from services.directory.hires.rules import FileRow, Intake, Outcome, Result
from services.directory.hires.schemas import NewHire
from services.directory.hires.values import HirePlan, JudgedRow
from services.directory.people.use_cases import add_people, change_people
from services.directory.people.values import names_of
from services.directory.placements import use_cases as placing
from services.directory.placements.queries import schools_of
from services.directory.placements.values import Schools, facts_of, school_errors
from services.directory.quotas import use_cases as quotas
from services.directory.quotas.queries import look_up
from services.directory.quotas.values import Used, claim_of
from services.directory.rules import acting_for, allowed_domains, findings
from services.directory.schemas import BulkAnswer, Receipt, RowAnswer, location
from services.directory.values import Became
from shared.clock import local_date
from shared.context import Context
from shared.contracts.directory import PlacementFact, WorkerHired
from shared.database.engine import Reader
from shared.ids import new_id
from shared.messaging.coalescing import Coalescer, attempt
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import BulkUnitOfWork, UnitOfWork
from shared.web.idempotency import (
    Answer,
    Answered,
    Request,
    fingerprint,
    remember,
)
from shared.web.problem import Problem
from shared.web.sessions.person import Me
from shared.web.tokens import ApiClient

PURPOSE = "directory.fingerprint"
"""Of the key with which hires are digested; files of last year are recognised by it, too."""
JSON = "application/json"


@dataclass(frozen=True)
class _Accepted:
    """A hire that will be stored."""

    intake: Intake
    employment: Employment
    cause: Cause
    facts: tuple[PlacementFact, ...]
    answer: Answer


async def hire(context: Context, intake: Intake) -> Outcome:
    """Store it, in one transaction with whatever else is posted now; returns after the commit."""
    return await context.single(_coalescer).submit(intake)


def _coalescer(context: Context) -> Coalescer[BulkUnitOfWork, Intake, Outcome]:
    return Coalescer(context.database.bulk, hire_all)


async def hire_all(uow: BulkUnitOfWork, intakes: Sequence[Intake]) -> Sequence[Outcome]:
    """Store what can be stored and say of each what became of it; nothing is half stored."""
    known, answers, used = await _look_up(uow.reader, uow.now, intakes)
    if again := _coming_again(intakes, known, answers):
        await employing.hold_all(uow, again)
        known, answers, used = await _look_up(uow.reader, uow.now, intakes)
    schools = await _schools(uow.reader, intakes)

    def spend(intake: Intake) -> None:
        quotas.spend(uow, used, intake.claim)

    outcomes, accepted = _judge(
        intakes, known, answers, lambda each: _accept(uow.now, each, known, schools), spend
    )
    await _store(uow, accepted)
    return outcomes


async def would_become(reader: Reader, now: datetime, intakes: Sequence[Intake]) -> list[Outcome]:
    """The same without storing anything, whatever the quotas have left."""
    known, answers, _ = await _look_up(reader, now, intakes)
    schools = await _schools(reader, intakes)
    outcomes, _ = _judge(
        intakes, known, answers, lambda each: _accept(now, each, known, schools), lambda _: None
    )
    return outcomes


def _judge(
    intakes: Sequence[Intake],
    known: Known,
    answers: Answered,
    accept: Callable[[Intake], _Accepted],
    spend: Callable[[Intake], None],
) -> tuple[list[Outcome], list[_Accepted]]:
    """What becomes of each, seeing those before it; ``accept`` and ``spend`` raise ``Problem``."""
    outcomes: list[Outcome] = []
    accepted: list[_Accepted] = []
    for intake in intakes:
        outcome = rules.recognised(intake, answers, known)
        if outcome is None:
            try:
                new = accept(intake)
                spend(intake)
                accepted.append(new)
                outcome = Outcome(Result.CREATED, new.answer)
                _take_note(new, known, answers)
            except Problem as problem:
                outcome = Outcome(Result.REFUSED, problem=problem)
        outcomes.append(outcome)
    return outcomes, accepted


async def _schools(reader: Reader, intakes: Sequence[Intake]) -> Schools:
    given = [placement for intake in intakes for placement in intake.hire.placements]
    return await schools_of(reader, given)


async def _look_up(
    reader: Reader, now: datetime, intakes: Sequence[Intake]
) -> tuple[Known, Answered, Used]:
    """The answers last: what another instance stores in between is then found with its answer."""
    known = await known_by_number(reader, {intake.number for intake in intakes})
    requests, claims = [each.request for each in intakes], [each.claim for each in intakes]
    answers, used = await look_up(reader, local_date(now), requests, claims)
    return known, answers, used


def _coming_again(intakes: Sequence[Intake], known: Known, answers: Answered) -> set[Number]:
    """Those whose former employment nobody may prolong meanwhile."""
    return {
        intake.number
        for intake in intakes
        if intake.number in known and rules.recognised(intake, answers, known) is None
    }


def _accept(now: datetime, intake: Intake, known: Known, schools: Schools) -> _Accepted:
    tenant, hire = intake.client.tenant, intake.hire
    errors = [
        *rules.hire_errors(hire, local_date(now)),
        *school_errors(tenant, hire.placements, schools),
    ]
    if errors:
        raise Problem(422, "invalid-hire", "The hire is not valid", errors=errors)
    facts = facts_of(tenant, hire.placements, schools, hire.funding)
    before = known.get(intake.number)
    employment = Employment(
        id=new_id(),
        worker_id=before[-1].worker_id if before else new_id(),
        external_id=hire.external_id,
        ordinal=before[-1].ordinal + 1 if before else 1,
        digest=intake.request.fingerprint,
        correlation_id=new_id(),
        start_date=hire.start_date,
        fixed_term_until=hire.fixed_term_until,
        funding=hire.funding,
    )
    cause = Cause(tenant, employment.correlation_id)
    return _Accepted(intake, employment, cause, facts, _receipt(intake, employment, facts))


def _receipt(intake: Intake, employment: Employment, facts: Sequence[PlacementFact]) -> Answer:
    receipt = Receipt(
        worker_id=employment.worker_id,
        employment_id=employment.id,
        outcome=Became.HIRED if employment.ordinal == 1 else Became.HIRED_AGAIN,
        placement_ids=[fact.placement_id for fact in facts],
        correlation_id=employment.correlation_id,
        warnings=findings(intake.hire.placements),
    )
    return Answer(201, receipt.model_dump_json(), location(receipt))


def _take_note(new: _Accepted, known: Known, answers: Answered) -> None:
    """Let the rest of the set see what was accepted before it."""
    request = new.intake.request
    if request.key is not None:
        answers[request.caller, request.key] = (request.fingerprint, new.answer)
    known.setdefault(new.intake.number, []).append(new.employment)


async def _store(uow: BulkUnitOfWork, accepted: Sequence[_Accepted]) -> None:
    await _store_people(uow, accepted)
    employing.store(uow, [(new.intake.client, new.employment) for new in accepted])
    placing.store(
        uow,
        [
            (row, new.intake.client.actor)
            for new in accepted
            for row in placing.placement_rows(
                new.cause.tenant, new.employment.id, new.facts, new.intake.hire.start_date
            )
        ],
    )
    remember(uow, [(new.intake.request, new.answer) for new in accepted])
    quotas.store(uow, [new.intake.claim for new in accepted])
    for new in accepted:
        uow.announce(_event(new), new.cause)


async def _store_people(uow: BulkUnitOfWork, accepted: Sequence[_Accepted]) -> None:
    """Who is new, all at once; who comes again, by the name and address of today."""
    first = [new for new in accepted if new.employment.ordinal == 1]
    add_people(
        uow,
        [(new.employment.worker_id, names_of(new.intake.hire.person), new.cause) for new in first],
    )
    if len(first) == len(accepted):
        return
    again = [new for new in accepted if new.employment.ordinal > 1]
    persons = {
        new.employment.worker_id: (names_of(new.intake.hire.person), new.cause) for new in again
    }
    await change_people(uow, persons)


def _event(new: _Accepted) -> WorkerHired:
    employment = new.employment
    return WorkerHired(
        worker_id=employment.worker_id,
        carrier_id=new.intake.client.organization_id,
        start_date=employment.start_date,
        placements=new.facts,
        funding=employment.funding,
        fixed_term_until=employment.fixed_term_until,
        employment_id=employment.id,
    )


async def read_rows(context: Context, tenant: str, kind: str, body: bytes) -> Sequence[FileRow]:
    """The hires of a file, JSON or CSV, read in a thread; raises ``Problem`` if it is none."""
    read = rules.read_json if kind == JSON else rules.read_csv
    allowed = allowed_domains(context.settings, tenant)
    return await asyncio.to_thread(lambda: rules.reachable(read(body), allowed))


async def import_hires(context: Context, client: ApiClient, rows: Sequence[FileRow]) -> BulkAnswer:
    """Store the good rows and answer every one; the same file again changes nothing."""
    intakes = _intakes(context, client, rows)
    return BulkAnswer.of(rules.row_answers(rows, await _hire_together(context, intakes)))


async def import_part(
    uow: UnitOfWork, context: Context, client: ApiClient, rows: Sequence[FileRow]
) -> list[RowAnswer]:
    """The same in a transaction that has begun."""
    return rules.row_answers(rows, await hire_all(uow.bulk, _intakes(context, client, rows)))


def _intakes(context: Context, client: ApiClient, rows: Sequence[FileRow]) -> list[Intake]:
    return [intake(context, client, row.hire, None) for row in rows if row.hire]


async def _hire_together(context: Context, intakes: Sequence[Intake]) -> Sequence[Outcome]:
    return await attempt(context.database.bulk, lambda uow: hire_all(uow, intakes))


def intake(context: Context, client: ApiClient, hire: NewHire, key: str | None) -> Intake:
    """With what stands for its content, and what it uses up."""
    content = fingerprint(context.key(PURPOSE), "hire", hire)
    address, digesting = hire.person.email, context.key(quotas.PURPOSE)
    claim = claim_of(digesting, context.settings, client.client_id, address)
    return Intake(client, hire, Request(client.caller, key, content), claim)


async def plan(here: Context, session: AsyncSession, me: Me, content: bytes) -> HirePlan:
    """What a list would do now; raises ``Problem`` if it is none."""
    client, allowed = acting_for(me), here.settings.mail_reserved_domains
    rows = await asyncio.to_thread(lambda: rules.reachable(rules.read_csv(content), allowed))
    intakes = [intake(here, client, row.hire, None) for row in rows if row.hire]
    outcomes = await would_become(session, here.clock.now(), intakes)
    judged = zip(intakes, outcomes, strict=True)
    found = [JudgedRow(row) if row.hire is None else JudgedRow(row, *next(judged)) for row in rows]
    return HirePlan(await with_alike(session, me, local_date(here.clock.now()), found))


async def carry_out(uow: UnitOfWork, planned: HirePlan, _: Cause) -> None:
    """Store and announce every new one, each a story of its own.

    Raises ``Problem`` if one cannot be stored: then none is.
    """
    new = [each.intake for each in planned.new if each.intake]
    for outcome in await hire_all(uow.bulk, new):
        if outcome.result is Result.REFUSED and outcome.problem is not None:
            raise outcome.problem
