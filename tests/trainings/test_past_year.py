"""The sample's office looks back on a year of meetings, told once."""

from sqlalchemy import func, select

from deploy.sample.past_year import remember
from services.trainings.actions.models import ActionItem
from services.trainings.actions.values import ActionState
from services.trainings.agenda.models import AgendaItem
from services.trainings.certificates.models import Certificate
from services.trainings.decisions.models import Decision
from services.trainings.minutes.models import Minutes
from services.trainings.models import Gathering
from tests.conftest import OpenHouse
from tests.prepared import with_sample


async def test_the_sample_has_a_year_of_minutes_and_certificates_once(
    open_house: OpenHouse,
) -> None:
    house = await open_house("directory", "trainings", prepare=with_sample)
    await house.quiet()
    for _ in range(2):
        await remember(house.settings, house.context("trainings").database)
    open_ones = ActionItem.state == ActionState.OPEN
    counted = {
        "gatherings": select(func.count()).select_from(Gathering),
        "of the series": select(func.count()).select_from(Gathering).group_by(Gathering.series_id),
        "carried": select(func.count()).where(AgendaItem.carried_from.is_not(None)),
        "published": select(func.count()).where(Minutes.published_at.is_not(None)),
        "numbered": select(func.count()).where(Decision.number.is_not(None)),
        "open": select(func.count()).select_from(ActionItem).where(open_ones),
        "certificates": select(func.count()).select_from(Certificate),
    }
    found = {name: max(await house.rows("trainings", query))[0] for name, query in counted.items()}
    assert found == {
        "gatherings": 6,
        "of the series": 5,
        "carried": 1,
        "published": 4,
        "numbered": 5,
        "open": 3,
        "certificates": 3,
    }
