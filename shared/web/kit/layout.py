"""The frame all pages share, and the templates a page is made from."""

from collections.abc import Sequence
from functools import cache, lru_cache
from itertools import groupby
from pathlib import Path
from typing import Any

import orjson
from jinja2 import BytecodeCache, ChoiceLoader, Environment, StrictUndefined, Template
from jinja2.bccache import Bucket
from jinja2.environment import TemplateModule
from starlette.requests import Request
from starlette.responses import HTMLResponse

from shared.contracts.navigation import MAX_UNFOLDED, START, Entry
from shared.german import FILTERS
from shared.template_files import TemplateFiles
from shared.web.assets import asset, vendor
from shared.web.kit.asked import asked
from shared.web.kit.cells import Cells
from shared.web.kit.portraits import portrait
from shared.web.kit.words import details, shown

_TEMPLATES = Path(__file__).parents[1] / "templates"

KEPT = 500
"""Badges, by what they were asked for."""
_ALONE = ("/", START)
"""Nothing lies under these."""

Navigation = Sequence[Entry]
"""What the header offers."""

Crumbs = Sequence[tuple[str, str]]
"""Label and address of each page above one."""


class CompiledOnce(BytecodeCache):
    """In memory: the shared templates are compiled once, whichever capability's pages use them."""

    def __init__(self) -> None:
        self._code: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        if bucket.key in self._code:
            bucket.bytecode_from_string(self._code[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        self._code[bucket.key] = bucket.bytecode_to_string()


_compiled = CompiledOnce()


@cache
def _shared() -> TemplateFiles:
    return TemplateFiles(_TEMPLATES)


def templates_in(*folders: Path) -> Environment:
    """Templates of ``folders`` and the shared ones; ``kit`` holds the components in each."""
    templates = Environment(
        loader=ChoiceLoader([TemplateFiles(*folders), _shared()]),
        bytecode_cache=_compiled,
        auto_reload=False,
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters.update(FILTERS, shown=shown, details=details, indented=indented)
    templates.globals.update(asset=asset, vendor=vendor, cells_of=Cells, asked=asked)
    templates.globals["kit"] = _components(templates)
    return templates


def _components(templates: Environment) -> TemplateModule:
    """Those of which a page has hundreds, and few that differ, are kept; or written in Python."""
    kit = templates.get_template("components.html").module
    for name in ("badge", "status"):
        setattr(kit, name, lru_cache(KEPT, typed=True)(getattr(kit, name)))
    vars(kit)["portrait"] = portrait
    return kit


def indented(data: object) -> str:
    """As JSON for people; Jinja's own takes twenty times as long where it indents."""
    return orjson.dumps(data, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS).decode()


def page_of(
    templates: Environment,
    request: Request,
    template: str,
    status: int = 200,
    *,
    navigation: Navigation = (),
    **context: Any,
) -> HTMLResponse:
    """The page, with the entry of the navigation marked under which it lies."""
    path = request.scope["path"]
    current = current_entry(path, navigation)
    page = rendered(
        templates.get_template(template),
        {
            "visitor": None,
            "layout": "layout.html",
            "notice": [],
            "faulty": False,
            "lists": False,
            "request": request,
            "navigation": navigation,
            "menu": menu(navigation),
            "current_entry": current,
            "crumbs": crumbs(path, current, navigation),
            **context,
        },
    )
    return HTMLResponse(page, status)


def rendered(template: Template, values: dict[str, Any]) -> str:
    """As ``render`` does it, but the values are let go at once.

    A template's macros know the context in which they are kept themselves: whatever a page showed
    would wait for the garbage collection, which then holds up somebody else's page.
    """
    context = template.new_context(values)
    try:
        return template.environment.concat(template.root_render_func(context))
    except Exception:
        template.environment.handle_exception()
    finally:
        context.vars.clear()


def menu(navigation: Navigation) -> list[tuple[str, Navigation]]:
    """The header's entries by the group under which they fold; of no name, they lie open."""
    if len(navigation) <= MAX_UNFOLDED:
        return [("", navigation)]
    groups = [(name, list(found)) for name, found in groupby(navigation, lambda each: each.group)]
    return [("" if len(found) == 1 else name, found) for name, found in groups]


def crumbs(path: str, current: str | None, navigation: Navigation) -> Crumbs:
    """The pages above one, from the start page on; none above that."""
    if not navigation or path == navigation[0].address:
        return []
    start, *others = [(each.label, each.address) for each in navigation]
    return [start, *(each for each in others if each[1] == current and each[1] != path)]


def current_entry(path: str, navigation: Navigation) -> str | None:
    """The address in the navigation under which a path lies; the longest one wins."""
    above = [
        each.address
        for each in navigation
        if path == each.address
        or (each.address not in _ALONE and path.startswith(f"{each.address.rstrip('/')}/"))
    ]
    return max(above, key=len, default=None)
