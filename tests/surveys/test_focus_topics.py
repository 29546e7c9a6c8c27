"""A network's topics of a school year: chosen, worked on, and what became of them."""

import re

from services.surveys.focus_topics.values import REFUSED
from shared.contracts.focus_topics import FOCUS_TOPICS
from shared.contracts.measures import MEASURES
from tests.surveys.conftest import Surveys
from tests.surveys.network import Network

ABSENCE = {
    "school_year": "2026",
    "title": "Schulabsentismus",
    "why": "Immer mehr fehlen.",
    "sources": "Bedarf aus der Befragung /surveys/\n\nErlass https://recht.example/fehlen",
    "gatherings": "Fachtag: /trainings/angebote/1",
}


async def test_the_network_reads_what_belongs_to_a_topic_and_what_became_of_it(
    surveys: Surveys,
) -> None:
    net = Network(surveys)
    office, nele = await net.office(), await net.somebody("Nele Ahrens")
    topic = (await office.post(f"{FOCUS_TOPICS}/neu", **ABSENCE)).headers["location"]
    form = {"title": "Ablauf abstimmen", "due_on": net.in_days(30).isoformat()}
    key = topic.rpartition("/")[2]
    done = await office.post(f"{MEASURES}/fuer/schwerpunkt/{key}", **form, who="Nele Ahrens")
    assert done.headers["location"].startswith(topic)
    page = await nele.get(topic)
    for each in ("2026/27", 'href="/trainings/angebote/1"', "recht.example", "Ablauf abstimmen"):
        assert each in page, each
    assert "Nele Ahrens, bis" not in page
    assert "Das steht noch nicht fest" in page
    assert "0 von 1 erledigt" in await nele.get(FOCUS_TOPICS)
    measure = re.search(rf'href="({MEASURES}/[0-9a-f-]{{36}})"', await office.get(topic))
    assert measure is not None
    await office.post(measure[1], state="done")
    change = ABSENCE | {"outcome": "Ein Ablauf für alle Schulen.", "version": "1"}
    assert (await office.post(f"{topic}/bearbeiten", **change)).status_code == 303
    assert "Ein Ablauf für alle Schulen." in await nele.get(topic)
    assert "1 von 1 erledigt" in await nele.get(FOCUS_TOPICS)
    gone = await office.post(f"{topic}/entfernen", sure="ja")
    assert REFUSED["topic-in-use"] in gone.text
    slower = await office.post(f"{topic}/bearbeiten", **change | {"outcome": "Nichts"})
    assert (slower.status_code, "Ein Ablauf" in slower.text) == (409, True)


async def test_past_years_stay_and_the_newest_comes_first(surveys: Surveys) -> None:
    net = Network(surveys)
    office, nele = await net.office(), await net.somebody("Nele Ahrens")
    for year in ("2025", "2026"):
        given = ABSENCE | {"school_year": year, "title": f"Thema {year}"}
        assert (await office.post(f"{FOCUS_TOPICS}/neu", **given)).status_code == 303
    found = await nele.get(FOCUS_TOPICS)
    assert found.index("Thema 2026") < found.index("Thema 2025")
    assert "Thema 2026" not in await nele.get(f"{FOCUS_TOPICS}?year=2025")
    assert (await nele.post(f"{FOCUS_TOPICS}/neu", **ABSENCE)).status_code == 403


async def test_a_topic_stands_once_in_a_year_and_leads_somewhere(surveys: Surveys) -> None:
    office = await Network(surveys).office()
    topic = (await office.post(f"{FOCUS_TOPICS}/neu", **ABSENCE)).headers["location"]
    again = await office.post(f"{FOCUS_TOPICS}/neu", **ABSENCE)
    assert REFUSED["topic-known"] in again.text
    nowhere = ABSENCE | {"title": "Anderes", "documents": "Tischvorlage"}
    assert "die mit https:// beginnt" in (await office.post(f"{FOCUS_TOPICS}/neu", **nowhere)).text
    years = ABSENCE | {"title": "Anderes", "school_year": "1999"}
    assert (await office.post(f"{FOCUS_TOPICS}/neu", **years)).status_code == 422
    assert (await office.post(f"{topic}/entfernen", sure="ja")).status_code == 303
    await office.get(topic, 404)
