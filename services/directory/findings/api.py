"""Findings for programs of the office."""

from fastapi import APIRouter, Request

from services.directory.findings import queries
from services.directory.findings.forms import FindingSearch
from services.directory.findings.schemas import FindingList, FindingView
from services.directory.findings.values import Standing
from shared.context import Reading
from shared.contracts.funding import FundingRule
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.kit.person import OfficeProgram

api = APIRouter(tags=["findings"])


@api.get("/findings")
async def list_findings(
    request: Request,
    me: OfficeProgram,
    session: Reading,
    page: CursorRequest,
    rule: FundingRule | None = None,
    standing: Standing | None = None,
) -> FindingList:
    """Rules of the funding guideline that the municipality's placements do not keep."""
    search = FindingSearch(rule=rule, standing=standing)
    found = await queries.list_of(session, me, search, page)
    items = [FindingView.model_validate(each) for each in found.items]
    return FindingList(items=items, next=next_page(request, found))
