"""Puts invitations into the urns of their surveys, and hands answers in without reading them."""

from collections.abc import Sequence
from uuid import UUID

from services.surveys.answers import rules
from services.surveys.answers.rules import Answer
from services.surveys.answers.values import items_of
from services.surveys.invitations import queries as surveys
from services.surveys.invitations import use_cases as invitations
from services.surveys.invitations.values import InvitationState, OpenedInvitation, Settled
from services.surveys.urns import queries as urn_queries
from services.surveys.urns import use_cases as urns
from services.surveys.urns.values import FINAL, Invited, Outcome, Seals, UrnPlan, UrnState
from shared.messaging.unit_of_work import UnitOfWork

_OVER = (*FINAL, UrnState.CLOSING, UrnState.STOPPED)


async def settle(uow: UnitOfWork, seals: Seals, key: bytes) -> bool:
    """Let urns learn of some who are invited, and forget who is not any more; False if none are."""
    settled = await invitations.settle(uow)
    for each in settled:
        if each.coming:
            await _let_in(uow, seals, each)
            tokens = {one: rules.token_of(key, one) for one in each.coming}
            await urns.give_links(uow, seals, each.survey_id, tokens)
        if each.leaving:
            await urns.withdraw(uow, seals, each.survey_id, each.leaving)
    return bool(settled)


async def _let_in(uow: UnitOfWork, seals: Seals, settled: Settled) -> None:
    """To the rolling urn of their survey, which is planned for the first of them."""
    people = [Invited(each) for each in settled.coming]
    tenant, survey_id = settled.tenant, settled.survey_id
    known = await urn_queries.urns_of(uow.session, tenant, survey_id)
    if any(urn.state not in _OVER for urn in known):
        await urns.invite(uow, seals, tenant, survey_id, people)
    else:
        await _plan(uow, seals, tenant, survey_id, people)


async def _plan(
    uow: UnitOfWork, seals: Seals, tenant: str, survey_id: UUID, people: Sequence[Invited]
) -> None:
    survey = await surveys.find_survey(uow.session, tenant, survey_id)
    if survey is None:
        raise LookupError("an invitation without its survey")
    plan = UrnPlan(
        survey_id=survey_id,
        tenant=tenant,
        questionnaire=rules.questionnaire_of(items_of(survey.occasion)),
        group_rule=rules.group_rule(survey.occasion, survey.school_year),
        largest_sheet=rules.largest_sheet(),
    )
    await urns.plan(uow, seals, plan, people)


async def give_answer(
    uow: UnitOfWork, seals: Seals, key: bytes, invitation: OpenedInvitation, answer: Answer
) -> Outcome:
    """Use the invitation up and seal the answer, both or neither; closed while there is no urn."""
    if invitation.state is InvitationState.WAITING:
        return Outcome.CLOSED
    token = rules.token_of(key, invitation.id)
    return await urns.submit(uow, seals, token, rules.sheet_of(answer))
