"""What a quota may be, and how it stands."""

from collections.abc import Iterable, Sequence
from datetime import date

from services.trainings.quotas.models import SeatQuota
from services.trainings.quotas.values import Shown
from services.trainings.seats.values import Claim, Taken
from shared.web.problem import FieldError, Problem


def refuse_fewer(before: int | None, wanted: int, given: int) -> None:
    """Raise ``Problem`` for fewer seats than the carrier's people have; who has one, keeps it."""
    if wanted < given and (before is None or wanted < before):
        errors = [FieldError("size", "must not be less than what is given")]
        raise Problem(422, "invalid-quota", "The quota is not valid", errors=errors)


def refuse_stranger(carrier_id: str, known: Iterable[tuple[str, str]]) -> None:
    """Raise ``Problem`` for what is no carrier of the municipality."""
    if carrier_id not in {key for key, _ in known}:
        errors = [FieldError("carrier_id", "must be one of the choices")]
        raise Problem(409, "no-carrier", "It is no carrier of the municipality", errors=errors)


def shown(
    found: Sequence[tuple[SeatQuota, str]], taken: Taken, queue: Sequence[Claim], today: date
) -> list[Shown]:
    """Each with how many of its seats are given, and how many of its people wait."""
    return [
        Shown(
            id=quota.id,
            carrier=name,
            size=quota.size,
            given=taken.get(quota.carrier_id, 0),
            waiting=sum(each.carrier_id == quota.carrier_id for each in queue),
            until=quota.until,
            is_over=quota.until is not None and quota.until < today,
        )
        for quota, name in found
    ]
