"""Results from the urn to a report that is read, mailed, saved, and to topics for trainings."""

import pytest
from sqlalchemy import select

from services.notifications.models import messages
from services.surveys.openings.models import free_texts
from services.surveys.questionnaires.values import Document, Section
from services.surveys.survey_reports.models import SurveyReport
from services.trainings.proposals.models import CountedTopic, SurveyTopic
from shared.contracts.surveys import PUBLIC_REPORTS
from tests.conftest import OpenHouse
from tests.surveys.conftest import BROWSER, Surveys, until
from tests.surveys.papers import MULTIPLE, TEXT
from tests.surveys.survey_round import TITLE, SurveyRound

NEEDS = Document(
    sections=(
        Section(
            key="s1",
            title={"de": "Bedarf"},
            questions=(MULTIPLE.model_copy(update={"topics": True}), TEXT),
        ),
    )
)
SECRET = "Frau Meier aus der 4b"


@pytest.fixture
async def ended(open_house: OpenHouse) -> SurveyRound:
    """Eleven have answered a survey of needs; it was opened."""
    surveys = Surveys(await open_house("surveys", "trainings", "notifications"))
    round_ = SurveyRound(surveys, document=NEEDS)
    await round_.ask(people=11)
    for place, path in enumerate(round_.paths):
        chosen = ["a", "b"] if place < 3 else ["a"]
        said = SECRET if place == 0 else "Mehr Zeit"
        await round_.answer(path, {"q_multiple": chosen, "q_text": said})
    assert "Noch keine Ergebnisse" in (await round_.office(f"/{round_.id}/ergebnisse")).text
    await round_.end()
    await surveys.house.quiet()
    return round_


async def test_results_are_read_blackened_published_once_mailed_and_read_by_everybody(
    ended: SurveyRound,
) -> None:
    house = ended.surveys.house
    page = (await ended.office(f"/{ended.id}/ergebnisse")).text
    assert 'role="img"' in page
    assert SECRET in page
    rows = await house.rows("surveys", select(free_texts))
    key = next(each.id for each in rows if each.text == SECRET)
    there = f"/{ended.id}/ergebnisse/texte/{key}"
    assert "steht so nicht im Text" in (await ended.office(there, {"passage": "Frau X"})).text
    assert (await ended.office(there, {"passage": "Frau Meier"})).status_code == 303

    form = {"questions": "text", "introduction": "Danke.\n\nEs geht weiter.", "public": "ja"}
    refused = await ended.office(f"/{ended.id}/veroeffentlichen", {})
    assert "mindestens eine Frage" in refused.text
    done = await ended.office(f"/{ended.id}/veroeffentlichen", form)
    assert done.status_code == 303, done.text
    again = await ended.office(f"/{ended.id}/veroeffentlichen", form)
    assert again.headers["location"].endswith("/ergebnisse")
    measure = f"/surveys/massnahmen/fuer/umfrage/{ended.id}"
    asked = await house.http.get(measure, headers=await ended._headers())
    assert TITLE in asked.text
    [report] = await house.rows("surveys", select(SurveyReport.__table__))
    read = (await house.http.get(f"{PUBLIC_REPORTS}/{report.id}", headers=BROWSER)).text
    assert "█████ aus der 4b" in read
    assert "Meier" not in read
    assert "Was hilft Ihnen?" not in read
    paper = await house.http.get(f"{PUBLIC_REPORTS}/{report.id}/datei", headers=BROWSER)
    assert paper.content.startswith(b"%PDF")

    await house.quiet()
    told = await house.rows("notifications", select(messages))
    assert [each.payload for each in told if each.kind == "survey_report"][:1] == [
        {"invited": 11, "answered": 11}
    ]
    saved = await ended.office(f"/{ended.id}/ergebnisse/auswertung?als=csv")
    assert saved.content.startswith(b"\xef\xbb\xbf")
    assert ";Antwort a;" in saved.text
    assert TITLE not in str(await ended.surveys.events())


async def test_wishes_of_five_and_more_become_topics_of_those_who_plan_trainings(
    ended: SurveyRound,
) -> None:
    house = ended.surveys.house

    async def counted() -> bool:
        return bool(await house.rows("trainings", select(CountedTopic.__table__)))

    await until(counted)
    [count] = await house.rows("trainings", select(CountedTopic.__table__))
    [topic] = await house.rows("trainings", select(SurveyTopic.__table__))
    assert (count.people, topic.title) == (11, "Antwort a")
    assert count.topic_id == topic.topic_id
