"""Results: from five answers on, and never so that one can be told from the rest."""

from collections.abc import AsyncGenerator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any
from uuid import uuid4

from services.surveys.urns.rules import quarter_ends
from shared.messaging.bus.local import LocalBus
from shared.settings import Settings
from tests.house import BERGKAMEN, URL, House, _open
from tests.surveys.conftest import BROWSER, Surveys

KAMEN = "05978020"
PAGE_FIGURES = ("<svg viewBox", "Mittelwert", "%")


async def test_without_a_survey_the_page_says_how_one_comes_about(surveys: Surveys) -> None:
    page = await surveys.house.http.get("/surveys/", headers=BROWSER)
    assert page.status_code == 200
    assert "Noch keine Befragung" in page.text


async def test_before_an_urn_is_opened_nothing_is_shown_not_even_how_many(
    surveys: Surveys,
) -> None:
    paths = await surveys.invite(6)
    survey = (await _listed(surveys))["survey_id"]
    address = f"/surveys/ergebnisse/{survey}"
    empty = await surveys.house.http.get(address, headers=BROWSER)
    listed = await surveys.house.http.get("/surveys/", headers=BROWSER)
    await surveys.answer_all(paths, remark="Ein Satz.")
    page = await surveys.house.http.get(address, headers=BROWSER)
    assert page.text == empty.text
    assert "Die Urne wird frühestens am " in page.text
    assert "Wie viele darin liegen, ist noch offen" in page.text
    assert (await surveys.house.http.get("/surveys/", headers=BROWSER)).text == listed.text
    assert not [figure for figure in PAGE_FIGURES if figure in page.text.split("<main")[1]]
    results = await _results(surveys, survey)
    assert [item["mean"] for item in results["items"]] == [None, None, None]
    assert [item["distribution"] for item in results["items"]] == [None, None, None]
    hidden = ("answered", "response_rate", "mean", "remarks")
    assert [results[name] for name in hidden] == [None, None, None, None]
    assert results["invited"] == 6
    assert results["opens_from"] == str(quarter_ends(surveys.today))


async def test_four_answers_stay_in_the_urn_though_the_quarter_is_over(surveys: Surveys) -> None:
    await surveys.answer_all((await surveys.invite(6))[:4])
    survey = (await _listed(surveys))["survey_id"]
    await surveys.end_quarter()
    assert (await _results(surveys, survey))["answered"] is None


async def test_ten_answers_of_an_opened_urn_are_shown_as_chart_and_as_table(
    surveys: Surveys,
) -> None:
    paths = await surveys.invite(16)
    await surveys.answer_all(paths[:6], belonging="2")
    await surveys.answer_all(paths[6:10], belonging="4", remark="Mehr Zeit\nfür Absprachen.")
    survey = (await _listed(surveys))["survey_id"]
    await surveys.end_quarter()
    results = await _results(surveys, survey)
    assert results["answered"] == 10
    assert results["response_rate"] == 10 / 16
    assert results["items"][0]["distribution"] == [0, 6, 0, 4, 0]
    assert results["items"][0]["mean"] == 2.8
    assert results["remarks"] == ["Mehr Zeit\nfür Absprachen."] * 4
    page = await surveys.house.http.get(f"/surveys/ergebnisse/{survey}", headers=BROWSER)
    assert page.text.count('role="img"') == page.text.count("<desc") == 3
    assert "trifft eher nicht zu: 6; " in page.text
    assert "2,8" in page.text
    assert "Alle Zahlen als Tabelle" in page.text
    assert "Mehr Zeit" in page.text
    assert "Weitere Antworten liegen in der Urne" in page.text
    assert 'href="/surveys/?municipality=05978004"' in page.text


async def test_the_next_urn_adds_to_the_first_when_it_is_opened_and_keeps_its_texts(
    surveys: Surveys,
) -> None:
    await surveys.answer_all(await surveys.invite(5), remark="Zu wenige.")
    survey = (await _listed(surveys))["survey_id"]
    await surveys.end_quarter()
    at_five = await _results(surveys, survey)
    assert (at_five["answered"], at_five["remarks"]) == (5, None)
    first = at_five["items"][0]
    assert (first["median"], first["mean"], first["distribution"]) == (5, None, None)
    page = await surveys.house.http.get(f"/surveys/ergebnisse/{survey}", headers=BROWSER)
    assert "Worte statt Zahlen" in page.text
    assert "die meisten" in page.text
    assert not [figure for figure in ("<svg viewBox", "Mittelwert") if figure in page.text]
    paths = await surveys.invite(5)
    await surveys.answer_all(paths, belonging="1")
    assert (await _results(surveys, survey))["answered"] == 5
    await surveys.end_quarter()
    at_ten = await _results(surveys, survey)
    assert at_ten["answered"] == 10
    assert at_ten["items"][0]["distribution"] == [5, 0, 0, 0, 5]
    assert at_ten["remarks"] is None


async def test_five_more_answers_are_not_the_difference_of_two_looks_at_numbers(
    surveys: Surveys,
) -> None:
    await surveys.answer_all(await surveys.invite(10))
    survey = (await _listed(surveys))["survey_id"]
    await surveys.end_quarter()
    before = await _results(surveys, survey)
    await surveys.answer_all(await surveys.invite(5), belonging="1")
    await surveys.end_quarter()
    assert (await _results(surveys, survey))["items"] == before["items"]
    listed = (await surveys.house.http.get("/surveys/api/v1/surveys")).json()["surveys"]
    assert {each["survey_id"]: each["answered"] for each in listed}[survey] == 10
    page = await surveys.house.http.get(f"/surveys/ergebnisse/{survey}", headers=BROWSER)
    assert "Weitere Antworten sind geöffnet" in page.text


async def test_one_surveys_urn_opens_nothing_of_another(surveys: Surveys) -> None:
    on_day_30: list[str] = []
    on_day_100: list[str] = []
    for path in await surveys.invite(5, days=100):
        page = await surveys.house.http.get(path, headers=BROWSER)
        (on_day_100 if "Ihre ersten 100 Tage" in page.text else on_day_30).append(path)
    await surveys.answer_all(on_day_100[:4])
    await surveys.answer_all(on_day_30)
    await surveys.end_quarter()
    listed = (await surveys.house.http.get("/surveys/api/v1/surveys")).json()["surveys"]
    assert [(each["occasion"], each["answered"]) for each in listed] == [
        ("day_30", 5),
        ("day_100", None),
    ]


async def test_a_municipality_sees_its_own_surveys_only(tmp_path: Path) -> None:
    async with house_of_two_municipalities(tmp_path) as house:
        surveys = Surveys(house)
        await surveys.answer_all(await surveys.invite(5))
        await surveys.invite(2, tenant=KAMEN)
        survey = (await _listed(surveys))["survey_id"]
        theirs = {"municipality": KAMEN}
        [other] = (await house.http.get("/surveys/api/v1/surveys", params=theirs)).json()["surveys"]
        assert (other["invited"], other["answered"]) == (2, None)
        missing = await house.http.get(f"/surveys/api/v1/surveys/{survey}/results", params=theirs)
        assert missing.status_code == 404
        page = await house.http.get("/surveys/", params=theirs, headers=BROWSER)
        assert f'<option value="{KAMEN}" selected>' in page.text
        assert survey not in page.text
        assert other["survey_id"] in page.text


async def test_an_unknown_survey_or_municipality_is_not_found(surveys: Surveys) -> None:
    http = surveys.house.http
    for address in (f"/surveys/ergebnisse/{uuid4()}", "/surveys/?municipality=11000000"):
        assert (await http.get(address, headers=BROWSER)).status_code == 404
    assert (await http.get(f"/surveys/api/v1/surveys/{uuid4()}/results")).status_code == 404
    assert (await http.get("/surveys/api/v1/surveys?municipality=unna")).status_code == 422


@asynccontextmanager
async def house_of_two_municipalities(folder: Path) -> AsyncGenerator[House]:
    served = frozenset({BERGKAMEN, KAMEN})
    settings = Settings(data=folder, public_url=URL, municipalities=served, _env_file=None)
    async with _open(["surveys"], settings, LocalBus(folder / "bus.db")) as house:
        yield house


async def _listed(surveys: Surveys) -> Mapping[str, Any]:
    [survey] = (await surveys.house.http.get("/surveys/api/v1/surveys")).json()["surveys"]
    return dict(survey)


async def _results(surveys: Surveys, survey_id: str) -> Mapping[str, Any]:
    answer = await surveys.house.http.get(f"/surveys/api/v1/surveys/{survey_id}/results")
    return dict(answer.json())
