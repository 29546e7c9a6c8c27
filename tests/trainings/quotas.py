"""Quotas of a carrier and of a school type, and people for whom they are."""

from collections import Counter
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import Insert, Row, insert

from services.trainings.models import onboardings
from services.trainings.quotas.models import quotas
from services.trainings.seats.values import Belonging, Quota
from shared.contracts.directory import SchoolType
from shared.ids import new_id
from tests.house import BERGKAMEN

AWO = new_id()
QUOTAS = (
    (),
    (Quota(AWO, 1),),
    (Quota(SchoolType.PRIMARY, 1),),
    (Quota(SchoolType.PRIMARY, None, 1),),
    (Quota(AWO, 2, 1), Quota(SchoolType.PRIMARY, 2)),
)


def of(each: Row[Any]) -> Belonging:
    """For what a seat counts."""
    return Belonging(each.carrier_id, each.school_type)


def missing(quota: Quota, taken: Counter[Belonging]) -> int:
    """Seats of it that are set aside and not given."""
    return max(quota.least - quota.given(taken), 0)


def employed(worker_id: UUID, carrier_id: UUID) -> Insert:
    """At a primary school, as the onboarding says it."""
    keys = ("id", "employment_id", "template_id", "correlation_id", "causation_id")
    known = {"worker_id": worker_id, "carrier_id": carrier_id, "school_type": SchoolType.PRIMARY}
    known |= {"tenant": BERGKAMEN, "start_date": date(2020, 8, 1)}
    return insert(onboardings).values({key: new_id() for key in keys} | known)


def stored(gathering_id: UUID, quota: Quota) -> Insert:
    """As the office sets it."""
    key = "school_type" if isinstance(quota.of, SchoolType) else "carrier_id"
    row = {"tenant": BERGKAMEN, "id": new_id(), "gathering_id": gathering_id, "version": 1}
    sizes = {"size": quota.most, "reserved": quota.least or None}
    return insert(quotas).values(row | sizes | {key: quota.of})
