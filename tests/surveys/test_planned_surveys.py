"""What an office plans holds: whom it asks, how long, and in which of the two ways."""

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import delete

from services.surveys.surveys.rules import (
    audience,
    closes_at,
    described,
    faults,
    invites_when,
    opens_at,
)
from services.surveys.surveys.values import (
    CARRIER,
    CHANNEL,
    Rule,
    Secrecy,
    Somebody,
    State,
    last_day_of,
)
from services.surveys.urns.models import slips
from services.surveys.urns.values import UrnState
from services.surveys.workplaces import queries as workplaces
from shared.contracts.accounts import AccessRecord, AccessRole, Grant
from shared.contracts.directory import Funding, PlacementsChanged, StartCorrected, WorkerHired
from shared.ids import new_id
from tests.asking import cookie
from tests.house import BERGKAMEN
from tests.surveys.conftest import Surveys, until
from tests.surveys.survey_round import SurveyRound

WORKERS = Rule(["worker"])
NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def somebody(role: str = "worker", *carriers: str, school: str = "") -> Somebody:
    schools = frozenset([school] if school else [])
    return Somebody(uuid4(), frozenset([role]), frozenset(carriers), schools)


@pytest.mark.parametrize(
    ("last", "ends"),
    [
        (date(2026, 3, 29), datetime(2026, 3, 29, 22, tzinfo=UTC)),
        (date(2026, 10, 25), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    ],
)
def test_a_survey_ends_at_midnight_of_its_last_day_when_the_clock_changes(
    last: date, ends: datetime
) -> None:
    assert closes_at(last) == ends
    assert last_day_of(closes_at(last)) == last
    assert opens_at(last).hour == 8


def test_those_whom_the_rule_means_are_asked_once_each() -> None:
    people = [somebody(), somebody("head"), somebody("worker", "awo", school="primary")]
    assert audience(people, WORKERS, ()).number == 2
    assert audience(people, Rule(["worker"], ["awo"], ["primary"]), ()).number == 1
    assert audience(people, Rule(["worker"], ["awo"], ["vocational"]), ()).number == 0


def test_who_is_asked_is_read_as_an_enumeration() -> None:
    assert described(WORKERS, {}) == "Fachkräfte der Schulsozialarbeit"
    everybody = "Mitarbeitende der Träger, Schulleitungen und Fachkräfte der Schulsozialarbeit"
    assert described(Rule(["carrier", "head", "worker"]), {}) == everybody


def test_whoever_starts_a_survey_reads_when_people_are_invited() -> None:
    assert "in den nächsten Minuten" in invites_when(NOW, NOW)
    assert "am 28.11.2026 um 8 Uhr" in invites_when(opens_at(date(2026, 11, 28)), NOW)


def test_nothing_is_broken_down_by_what_fewer_than_five_have() -> None:
    large = [somebody("worker", "awo") for _ in range(5)]
    small = [somebody("worker", "kirche") for _ in range(4)]
    times = (opens_at(NOW.date()), closes_at(NOW.date()), NOW)

    found = audience([*large, *small], WORKERS, [CARRIER])
    assert found.sizes == {CARRIER: {"awo": 5, "kirche": 4}}
    assert "weniger als 5" in " ".join(faults(found, *times))
    assert faults(audience(large, WORKERS, [CARRIER]), *times) == []


def test_whoever_works_for_two_is_no_guess_about_either() -> None:
    found = audience([somebody("worker", "awo", "kirche")], WORKERS, [CARRIER])
    assert [each.groups for each in found.people] == [{CARRIER: "mehrere"}]


async def test_a_fixed_term_ends_though_the_first_day_was_put_right(surveys: Surveys) -> None:
    """A correction is a change from the first day on; nobody is asked as who worked there once."""
    worker_id, employment_id, carrier_id = new_id(), new_id(), new_id()
    begun, ends = surveys.today, surveys.today + timedelta(days=90)
    hired = WorkerHired(
        worker_id=worker_id,
        employment_id=employment_id,
        carrier_id=carrier_id,
        start_date=begun,
        placements=(),
        funding=Funding.LAND,
        fixed_term_until=ends,
    )
    corrected = PlacementsChanged(
        worker_id=worker_id,
        employment_id=employment_id,
        carrier_id=carrier_id,
        valid_from=begun,
        placements=(),
    )
    await surveys.hear(surveys.message(hired))
    await surveys.hear(surveys.message(corrected))
    async with surveys.house.context("surveys").database.reading() as session:
        days = [begun, ends, ends + timedelta(days=1)]
        there = [len(await workplaces.on_day(session, BERGKAMEN, each)) for each in days]
    assert there == [1, 1, 0]


async def test_a_first_day_that_was_put_right_is_the_one_from_which_somebody_is_there(
    surveys: Surveys,
) -> None:
    hired = WorkerHired(
        worker_id=new_id(),
        employment_id=new_id(),
        carrier_id=new_id(),
        start_date=surveys.today,
        placements=(),
        funding=Funding.LAND,
    )
    right = surveys.today + timedelta(days=30)
    who = {"worker_id": hired.worker_id, "employment_id": hired.employment_id}
    corrected = StartCorrected(carrier_id=hired.carrier_id, start_date=right, **who)
    await surveys.hear(surveys.message(hired))
    await surveys.hear(surveys.message(corrected))
    async with surveys.house.context("surveys").database.reading() as session:
        days = [surveys.today, right]
        there = [len(await workplaces.on_day(session, BERGKAMEN, each)) for each in days]
    assert there == [0, 1]


async def test_a_survey_of_fewer_than_five_does_not_start(surveys: Surveys) -> None:
    round_ = SurveyRound(surveys)
    await round_.plan(people=4)
    assert "Gefragt würden 4" in (await round_.office(f"/{round_.id}/starten")).text
    answer = await round_.office(f"/{round_.id}/starten", {})
    assert answer.status_code == 422
    assert (await round_.row()).state is State.DRAFT


async def test_a_copy_is_a_draft_without_dates_and_sealed_stays_sealed(surveys: Surveys) -> None:
    """Cases 27 and 42."""
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    copied = await round_.office(f"/{round_.id}/kopie", {})
    original = round_.id
    round_.id = type(original)(copied.headers["location"].rpartition("/")[2])
    row = await round_.row()
    assert (row.state, row.secrecy) == (State.DRAFT, Secrecy.SEALED)
    assert (row.opens_at, row.closes_at, row.remind_on, row.invited) == (None,) * 4
    edited = {"title": "Neu", "questionnaire_id": str(row.questionnaire_id), "roles": "worker"}
    edited |= {"version": str(row.version), "secrecy": "named"}
    assert (await round_.office(f"/{round_.id}/bearbeiten", edited)).status_code == 303
    row = await round_.row()
    assert (row.title, row.secrecy) == ("Neu", Secrecy.SEALED)


async def test_what_has_begun_is_neither_changed_nor_ended_early_nor_opened_again(
    surveys: Surveys,
) -> None:
    """Cases 28 and 59."""
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    row = await round_.row()
    edited = {"title": "Neu", "questionnaire_id": str(row.questionnaire_id), "roles": "worker"}
    for below, form in (("bearbeiten", edited), ("absagen", {}), ("starten", {})):
        assert (await round_.office(f"/{round_.id}/{below}", form)).status_code in (409, 422)
    await round_.end(UrnState.DESTROYED)
    assert (await round_.office(f"/{round_.id}/starten", {})).status_code in (409, 422)
    assert (await round_.row()).title != "Neu"


async def test_a_survey_is_called_off_before_anybody_is_asked(surveys: Surveys) -> None:
    later = surveys.today + timedelta(days=3)
    round_ = SurveyRound(surveys)
    await round_.plan(people=5, opens_on=f"{later:%d.%m.%Y}")
    assert (await round_.office(f"/{round_.id}/starten", {})).status_code == 303
    assert (await round_.row()).state is State.PLANNED
    assert (await round_.office(f"/{round_.id}/absagen", {})).status_code == 303
    assert (await round_.row()).state is State.CANCELLED


async def test_a_survey_that_would_ask_fewer_than_five_by_then_says_why_it_was_called_off(
    surveys: Surveys,
) -> None:
    later = surveys.today + timedelta(days=3)
    round_ = SurveyRound(surveys)
    await round_.plan(people=5, opens_on=f"{later:%d.%m.%Y}")
    await round_.office(f"/{round_.id}/starten", {})
    gone = AccessRecord(person_id=round_.people[0], version=2, grants=())
    await surveys.hear(surveys.message(gone))
    surveys.house.clock.forward(timedelta(days=3))
    async with surveys.house.context("surveys").database.transaction() as uow:
        uow.notify(CHANNEL)

    async def called_off() -> bool:
        return (await round_.row()).state is State.CANCELLED

    await until(called_off)
    assert "Die Befragung wurde abgesagt" in (await round_.office(f"/{round_.id}")).text


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"closes_on": "01.01.2020"}, "Der letzte Tag liegt vor dem ersten."),
        ({"remind_on": "01.01.2020"}, "Die Erinnerung liegt nicht zwischen"),
        ({"roles": ""}, "Bitte wählen Sie"),
        ({"secrecy": ""}, "Bitte wählen Sie"),
        ({"questionnaire_id": "x"}, "Bitte wählen Sie"),
    ],
)
async def test_bad_input_of_the_office_is_answered_in_german(
    surveys: Surveys, wrong: dict[str, str], said: str
) -> None:
    answer = await SurveyRound(surveys).plan(people=0, **wrong)
    assert (answer.status_code, said in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("state", "said", "card"),
    [
        (UrnState.DESTROYED, "Weniger als fünf von 5. Alles wurde ungelesen gelöscht.", ""),
        (UrnState.STOPPED, "nicht mehr so, wie sie versiegelt wurde", "survey_stopped"),
        (UrnState.OPENED, "5 von 5.", "survey_results"),
    ],
)
async def test_the_office_is_told_what_became_of_it(
    surveys: Surveys, state: UrnState, said: str, card: str
) -> None:
    round_ = SurveyRound(surveys)
    await round_.ask(people=5)
    if state is not UrnState.DESTROYED:
        for path in round_.paths:
            await round_.answer(path, {"q_single": "b"}, {"q_scale": "a"})
    if state is UrnState.STOPPED:
        async with surveys.house.context("surveys").database.transaction() as uow:
            await uow.session.execute(delete(slips))
    await round_.end(state)
    page = (await round_.office(f"/{round_.id}")).text
    assert said in page
    assert "Gezählt wird einmal am Tag" not in page
    results = (await round_.office(f"/{round_.id}/ergebnisse")).text
    assert ("Die Urne wurde angehalten" in results) is (state is UrnState.STOPPED)
    grant = Grant(role=AccessRole.COORDINATOR, municipality=BERGKAMEN)
    mine = {"cookie": cookie(await surveys.house.sign_in(grant))}
    told = (await surveys.house.http.get("/surveys/api/v1/cards", headers=mine)).json()
    assert [each["code"] for each in told["cards"]] == ([card] if card else [])
