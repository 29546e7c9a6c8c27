"""What a quota may be, and how it stands."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.trainings.quotas.models import SeatQuota
from services.trainings.quotas.values import Shown
from services.trainings.seats.values import Claim, Quota, Taken
from shared.web.problem import FieldError, Problem


def refuse_fewer(before: int | None, wanted: int | None, given: int) -> None:
    """Raise ``Problem`` for fewer seats than its people have; who has one, keeps it."""
    if wanted is not None and wanted < given and (before is None or wanted < before):
        errors = [FieldError("size", "must not be less than what is given")]
        raise Problem(422, "invalid-quota", "The quota is not valid", errors=errors)


def refuse_impossible(
    size: int | None, reserved: int | None, capacity: int | None, beside: int
) -> None:
    """Raise ``Problem`` for what says nothing, or keeps more than there is ``beside`` others."""
    if size is None and reserved is None:
        raise _refused("empty", "size")
    if reserved is None:
        return
    if size is not None and reserved > size:
        raise _refused("crossed", "reserved")
    if capacity is None:
        raise _refused("without-limit", "reserved")
    if reserved + beside > capacity:
        raise _refused("beyond", "reserved")


def refuse_stranger(whom: str, known: Iterable[tuple[str, str]]) -> None:
    """Raise ``Problem`` for what is neither a school type nor a carrier of the municipality."""
    if whom not in {key for key, _ in known}:
        raise _refused("of-nobody", "whom")


def shown(
    found: Sequence[tuple[SeatQuota, Quota, str]],
    taken: Taken,
    queue: Sequence[Claim],
    today: date,
) -> list[Shown]:
    """Each with how many of its seats are given, and how many of its people wait."""
    return [
        Shown(
            id=row.id,
            whom=name,
            size=row.size,
            reserved=row.reserved,
            given=quota.given(taken),
            waiting=sum(quota.covers(each.of) for each in queue),
            until=row.until,
            is_over=row.until is not None and row.until < today,
        )
        for row, quota, name in found
    ]


def _refused(why: str, field: str) -> Problem:
    errors = [FieldError(field, "is not possible")]
    return Problem(409, f"quota-{why}", "The quota is not possible", errors=errors)
