"""Renders a service's own templates under the one layout all services share."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.requests import Request
from starlette.responses import HTMLResponse

from shared.web.assets import asset, vendor
from shared.web.german import FILTERS

_SHARED_TEMPLATES = Path(__file__).parent / "templates"

Navigation = Sequence[tuple[str, str]]


class Pages:
    """`navigation` is what the header offers, as (label, address); a page may replace it."""

    def __init__(self, package_templates: Path | None = None, navigation: Navigation = ()) -> None:
        folders = [package_templates] if package_templates else []
        self._navigation = navigation
        self.environment = Environment(
            loader=FileSystemLoader([*folders, _SHARED_TEMPLATES]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self.environment.filters.update(FILTERS)
        self.environment.globals.update(asset=asset, vendor=vendor)

    def render(
        self, request: Request, template: str, status: int = 200, **context: Any
    ) -> HTMLResponse:
        navigation: Navigation = context.pop("navigation", self._navigation)
        current = current_entry(request.scope["path"], navigation)
        page = self.environment.get_template(template).render(
            request=request, navigation=navigation, current_entry=current, **context
        )
        return HTMLResponse(page, status)


def current_entry(path: str, navigation: Navigation) -> str | None:
    """The address in the navigation under which a path lies; the longest one wins."""
    above = [
        href
        for _, href in navigation
        if path == href or (href != "/" and path.startswith(f"{href.rstrip('/')}/"))
    ]
    return max(above, key=len, default=None)
