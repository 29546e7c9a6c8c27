"""What was sent of a form whose fields are known only when its page is made."""

from collections.abc import Mapping, Sequence
from typing import Annotated

from fastapi import Depends, Request

from shared.web.kit.forms import read_posted

MOST = 2000
"""Fields of one page: fifteen rows of each of many questions."""


async def _lists(request: Request) -> Mapping[str, Sequence[str]]:
    found = await read_posted(request, MOST)
    return {name: [each for each in sent if isinstance(each, str)] for name, sent in found.items()}


SentLists = Annotated[Mapping[str, Sequence[str]], Depends(_lists)]
"""Every text that was sent, by the name of its field."""
