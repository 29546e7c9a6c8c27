"""Topics for carriers' systems."""

from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Depends, Request

from services.trainings.proposals import queries
from services.trainings.proposals.forms import ProposalSearch
from services.trainings.proposals.schemas import TopicList, TopicView
from services.trainings.proposals.values import Known
from shared.context import Reading
from shared.contracts.directory import Scope
from shared.small_numbers.sizes import LEAST
from shared.web.audience import program_with
from shared.web.kit.lists import CursorRequest, next_page
from shared.web.tokens import ApiClient

api = APIRouter(tags=["topics"])

Reader = Annotated[ApiClient, Depends(program_with(Scope.HIRES_READ))]


@api.get("/topics")
async def list_topics(
    request: Request, client: Reader, session: Reading, page: CursorRequest
) -> TopicList:
    """What people in the client's municipality would like."""
    found = await queries.page_of(session, client.tenant, ProposalSearch(), page)
    return TopicList(items=[_view(each) for each in found.items], next=next_page(request, found))


@api.get("/topics/{topic_id}")
async def show_topic(topic_id: UUID, client: Reader, session: Reading) -> TopicView:
    """One of them."""
    return _view(await queries.shown(session, client.tenant, topic_id))


def _view(found: Known) -> TopicView:
    names = ("id", "title", "about", "kind", "origin", "standing", "counted", "reason")
    return TopicView(
        **{name: getattr(found, name) for name in names},
        supporters=found.supported if found.supported >= LEAST else None,
        gathering_id=found.gathering_id if found.gathering_shown else None,
    )
