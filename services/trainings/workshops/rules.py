"""What a time for workshops must satisfy."""

from collections.abc import Sequence
from datetime import time

from services.trainings.models import GatheringDate
from services.trainings.workshops.models import Workshop
from shared.web.kit.reasons import reasons
from shared.web.problem import FieldError, Problem

reasons({"must lie within the date": "Das liegt nicht in der Zeit dieses Termins."})


def refuse_times(starts: time, ends: time, date: GatheringDate) -> None:
    """Raise ``Problem`` for a time that is none, or that is not the date's."""
    if ends <= starts:
        raise _invalid("ends", "must end after it begins")
    if starts < date.starts or starts >= date.ends:
        raise _invalid("starts", "must lie within the date")
    if ends > date.ends:
        raise _invalid("ends", "must lie within the date")


def date_among(dates: Sequence[GatheringDate], date_id: object) -> GatheringDate:
    """Raises ``Problem`` for what is no date of the gathering."""
    found = next((each for each in dates if each.id == date_id and not each.cancelled), None)
    if found is None:
        errors = [FieldError("date_id", "must be a date of it")]
        raise Problem(409, "no-date", "It is no date of the gathering", errors=errors)
    return found


def refuse_fewer(row: Workshop, wanted: int, seated: int) -> None:
    """Raise ``Problem`` for fewer seats than are given; who has one, keeps it."""
    if wanted < row.size and wanted < seated:
        raise _invalid("size", "must not be less than what is given")


def _invalid(field: str, reason: str) -> Problem:
    errors = [FieldError(field, reason)]
    return Problem(422, "invalid-workshop", "It is not valid", errors=errors)
