"""The rows of an urn that has been opened."""

from collections.abc import Sequence
from datetime import datetime
from random import Random
from uuid import UUID

from services.surveys.answers import rules as answers
from services.surveys.answers.rules import Answer
from services.surveys.openings.models import free_texts, tallies
from services.surveys.openings.rules import tally, texts
from services.surveys.openings.values import totals_only
from services.surveys.slips.values import slip_size
from services.surveys.urns.models import urns
from services.surveys.urns.values import OpenedSheet, UrnState
from shared.database.writes import Write


def opened(
    dice: Random, tenant: str, survey_id: UUID, given: Sequence[Answer], at: datetime
) -> list[Write]:
    """What is left of these answers, as if they had lain in one."""
    sheets = [OpenedSheet(answers.sheet_of(each), {}) for each in given]
    of_urn = {"tenant": tenant, "urn_id": _random(dice)}
    counts = [
        {
            **of_urn,
            "question_key": question,
            "row_key": row,
            "group_code": group,
            "value_key": value,
            "n": n,
        }
        for (question, row, group, value), n in tally(sheets, totals_only).items()
    ]
    said = [
        {**of_urn, "id": _random(dice), "question_key": question, "text": text}
        for question, text in texts(sheets)
    ]
    urn = {
        "tenant": tenant,
        "id": of_urn["urn_id"],
        "survey_id": survey_id,
        "state": UrnState.OPENED.value,
        "rolling": True,
        "begun_at": at,
        "closes_at": at,
        "questionnaire": answers.QUESTIONNAIRE,
        "group_rule": "",
        "invited": 0,
        "slip_size": slip_size(answers.largest_sheet()),
        "progress": 0,
        "answered": len(sheets),
        "swept": True,
    }
    return [Write(urns, [urn]), Write(tallies, counts), Write(free_texts, said)]


def _random(dice: Random) -> UUID:
    return UUID(int=dice.getrandbits(128), version=4)
