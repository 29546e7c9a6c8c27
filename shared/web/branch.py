"""A router that is passed over by requests for addresses elsewhere."""

from fastapi import APIRouter
from starlette.routing import Match
from starlette.types import Scope


class Branch(APIRouter):
    """Its routes are looked at only for addresses that begin as all of them do.

    A service has hundreds of routes, and trying each costs a page half a millisecond.
    """

    beginning = ""

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        path: str = scope["path"]
        if not path.removeprefix(scope.get("root_path", "")).startswith(self.beginning):
            return Match.NONE, {}
        return super().matches(scope)
