"""The watch over queries of tenants' rows, seen to refuse."""

import pytest
from sqlalchemy import Select, delete, func, select, update

from services.directory.organizations.models import Organization
from services.directory.placements.models import Placement
from shared.database.reach import narrow, one_request
from tests.tenancy import TenantForgotten, forgets_tenant, refuse

EVERY = select(Organization)
MINE = EVERY.where(Organization.tenant == "05978004")


@pytest.mark.parametrize(
    "statement",
    [
        EVERY,
        select(func.max(Organization.name)),
        update(Organization).values(name="x"),
        delete(Organization).where(Organization.name == "x"),
        select(Placement).join(Organization, Organization.tenant == Placement.tenant),
    ],
)
def test_a_statement_that_names_no_tenant_is_found(statement: Select[Organization]) -> None:
    assert forgets_tenant(statement)


def test_a_statement_that_names_one_is_not() -> None:
    assert not forgets_tenant(MINE)
    assert not forgets_tenant(update(Organization).where(Organization.tenant == "x"))


def test_it_is_refused_in_a_request_of_one_municipality_only() -> None:
    refuse(EVERY)
    with one_request():
        refuse(EVERY)
        narrow("05978004")
        refuse(MINE)
        with pytest.raises(TenantForgotten, match="organizations"):
            refuse(EVERY)
    refuse(EVERY)
