"""Counts of topics are announced with the opening of the urn that they come from."""

from collections.abc import Mapping
from uuid import UUID, uuid5

from sqlalchemy.exc import NoResultFound

from services.surveys.openings.values import TOTAL, TallyKey
from services.surveys.questionnaires import queries as questionnaires
from services.surveys.questionnaires.values import GERMAN, said
from services.surveys.surveys import queries as surveys
from shared.contracts.surveys import TopicCount, TopicRecord, TopicsCounted
from shared.ids import new_id
from shared.messaging.event import Cause
from shared.messaging.unit_of_work import UnitOfWork
from shared.small_numbers.sizes import IN_NUMBERS, LEAST


async def announce(
    uow: UnitOfWork, tenant: str, survey_id: UUID, counts: Mapping[TallyKey, int]
) -> None:
    """Of questions whose answers are topics; fewer than five wishes are not said, nor who wished.

    Of a question that fewer than ten answered nothing is: there, only words may be said.
    """
    try:
        row = await surveys.one(uow.session, tenant, survey_id)
    except NoResultFound:
        return
    asked = await questionnaires.version(uow.session, tenant, row.version_id)
    cause, found = Cause(tenant, new_id()), list[TopicCount]()
    for question in asked.document.questions.values():
        place = (question.key, "", TOTAL)
        if not question.topics or counts.get((*place, ""), 0) < IN_NUMBERS:
            continue
        for option in question.options:
            people = counts.get((*place, option.key), 0)
            if people < LEAST or option.exclusive or option.outside:
                continue
            topic_id = uuid5(survey_id, f"{question.key}.{option.key}")
            title = said(option.text, GERMAN)
            record = TopicRecord(topic_id=topic_id, version=1, survey_id=survey_id, title=title)
            uow.announce(record, cause)
            found.append(TopicCount(topic_id=topic_id, people=people))
    if found:
        uow.announce(TopicsCounted(survey_id=survey_id, counts=tuple(found)), cause)
