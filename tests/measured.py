"""Topics, measures and self-assessments of a test's municipality."""

from datetime import timedelta
from uuid import UUID, uuid4

from services.surveys.assessments.models import Assessment, AssessmentEntry
from services.surveys.focus_topics.models import FocusTopic
from services.surveys.measures.models import Measure
from services.surveys.measures.values import OriginKind
from services.surveys.values import Level
from shared.clock import local_date
from shared.contracts.assessments import ASSESSMENT_PAGE, ASSESSMENTS
from shared.contracts.focus_topics import FOCUS_TOPICS
from shared.contracts.measures import MEASURE_PAGE, MEASURES, OWN_MEASURES
from shared.ids import new_id
from tests.house import URL, House
from tests.town import Town


async def measure_up(house: House, town: Town) -> None:
    """Two topics, of which one has a measure, and a sheet of this year and of the last one."""
    topics = [_topic(town, year) for year in (2026, 2025)]
    measures = [_measure(house, town, topics[0].id) for _ in range(3)]
    sheets = [_sheet(house, town, year) for year in (2026, 2025)]
    sheets[1].finished_at = sheets[1].worker_agreed_at = sheets[1].head_agreed_at = (
        house.clock.now()
    )
    town.values |= {
        "focus_topic_id": str(topics[0].id),
        "measure_id": str(measures[0].id),
        "assessment_id": str(sheets[0].id),
        "school_id": str(town.school_id),
        "spare_topic_id": str(topics[1].id),
        "own_measure_id": str(measures[1].id),
        "finished_id": str(sheets[1].id),
    }
    until = local_date(house.clock.now()) + timedelta(days=30)
    measure = house.link(MEASURE_PAGE, measures[2].assignment_id, until)
    sheet = house.link(ASSESSMENT_PAGE, sheets[0].link_id, until)
    town.values |= {
        "measure_link": measure.removeprefix(URL),
        "sheet_link": sheet.removeprefix(URL),
    }
    ids = [each.id for each in topics] + [each.id for each in measures]
    town.traces |= {str(each) for each in (*ids, *(each.id for each in sheets))}
    async with house.context("surveys").database.transaction() as uow:
        uow.session.add_all([*topics, *measures, *sheets])
        await uow.session.flush()
        uow.session.add_all(_entry(each) for each in sheets)


def measured(town: Town) -> dict[str, list[str]]:
    """Where each of the columns begins beside where it would."""
    given = town.values
    sheets = [f"{ASSESSMENTS}/{given[each]}" for each in ("assessment_id", "finished_id")]
    return {
        "nobody": [given["measure_link"], given["sheet_link"]],
        "coordinator": [
            *sheets,
            f"{FOCUS_TOPICS}/{given['spare_topic_id']}",
            f"{MEASURES}/{given['measure_id']}",
        ],
        "worker": [sheets[0], f"{OWN_MEASURES}/{given['own_measure_id']}"],
    }


def _topic(town: Town, year: int) -> FocusTopic:
    row = FocusTopic(tenant=town.municipality, id=uuid4(), school_year=year)
    row.title, row.why = f"Schwerpunkt {year}", "Das fehlt."
    return row


def _measure(house: House, town: Town, topic_id: UUID) -> Measure:
    row = Measure(
        tenant=town.municipality,
        id=uuid4(),
        origin_kind=OriginKind.TOPIC,
        origin_id=topic_id,
        origin_title="Schwerpunkt 2026",
    )
    row.title, row.owner_id = "Raum suchen", UUID(town.values["worker_id"])
    row.assignment_id = new_id()
    row.due_on = local_date(house.clock.now()) + timedelta(days=20)
    return row


def _sheet(house: House, town: Town, year: int) -> Assessment:
    row = Assessment(tenant=town.municipality, id=uuid4(), link_id=new_id())
    row.school_id, row.school_year = town.school_id, year
    row.worker_id, row.head_id = UUID(town.values["worker_id"]), new_id()
    return row


def _entry(sheet: Assessment) -> AssessmentEntry:
    row = AssessmentEntry(tenant=sheet.tenant, id=uuid4(), assessment_id=sheet.id, position=0)
    row.standard_key, row.chapter, row.text = uuid4(), "Kinderschutz", "Es gibt ein Verfahren."
    row.indicators, row.sha256, row.level = ["Der Ablauf hängt aus."], "0" * 64, Level.LEVEL_2
    return row
