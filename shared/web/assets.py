"""Style sheets and scripts: where they are, and how long a browser may keep them."""

from functools import cache
from hashlib import sha256
from pathlib import Path
from urllib.parse import parse_qs

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
_ONE_HOUR = "public, max-age=3600"
_FOR_EVER = "public, max-age=31536000, immutable"


class _CachedFiles(StaticFiles):
    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        versioned = "v" in parse_qs(scope.get("query_string", b"").decode("latin-1"))
        response.headers["Cache-Control"] = _FOR_EVER if versioned else _ONE_HOUR
        return response


def static_files() -> StaticFiles:
    """To be mounted at `/static`; works without the third-party files, too."""
    return _CachedFiles(directory=STATIC)


@cache
def asset(path: str) -> str:
    """The address of one of our own files; it changes when the file does."""
    return _address(STATIC / path)


@cache
def vendor(name: str) -> str | None:
    """The address of a third-party file, or None where the build has not fetched it."""
    found = sorted((STATIC / "vendor").rglob(name))
    return _address(found[0]) if found else None


def _address(file: Path) -> str:
    version = sha256(file.read_bytes()).hexdigest()[:12]
    return f"/static/{file.relative_to(STATIC).as_posix()}?v={version}"
