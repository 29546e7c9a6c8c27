"""A survey answered page by page, without a server that remembers anything in between."""

from tests.surveys.conftest import Surveys
from tests.surveys.survey_round import SurveyRound

WELL = ({"q_single": "b"}, {"q_scale": "a"})


async def test_a_sealed_survey_is_answered_once_and_every_other_time_says_the_same(
    surveys: Surveys,
) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask()
    path = round_.paths[0]

    first = await round_.answer(path, *WELL)
    assert "Ihre Antwort ist eingegangen" in first
