"""What a card says of tasks, beside the day that stands on it anyway."""

from datetime import date

import pytest

from services.trainings.cards.rules import OpenTasks, own_tasks
from shared.contracts.accounts import AccessRole

TODAY, AHEAD, PAST = date(2026, 9, 1), date(2026, 9, 15), date(2026, 8, 1)


@pytest.mark.parametrize(
    ("tasks", "sentence"),
    [
        (OpenTasks(8, 0, 1, AHEAD), "Keine davon ist überfällig."),
        (OpenTasks(1, 0, 1, AHEAD), "Sie ist noch nicht überfällig."),
        (OpenTasks(1, 1, 1, PAST), "Die Frist ist vorbei."),
        (OpenTasks(3, 1, 1, PAST), "Eine davon ist überfällig."),
    ],
)
def test_the_next_day_is_said_once(tasks: OpenTasks, sentence: str) -> None:
    [card] = own_tasks(AccessRole.HEAD, tasks, TODAY, "/trainings/aufgaben")
    assert card.sentence == sentence
    assert card.due == tasks.first_due
