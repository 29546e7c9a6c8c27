"""A demonstration that has been started once: its sample takes longer than most of what is tested.

The first of a test run who asks lets it be loaded, and whatever follows from that come to its end;
the others take copies.
"""

import asyncio
import os
import shutil
import subprocess
import sys
from pathlib import Path

from deploy.demo import fill
from deploy.local.process import environment_of
from deploy.platform import make_bus, make_clock, platform
from deploy.run import uvloop_factory
from deploy.sample import MUNICIPALITIES
from deploy.services import NAMES, load
from shared.settings import Settings, read_settings
from tests.journeys.files import Files
from tests.servers.run import CHECKOUT, Run, locked


def move_in(run: Run, data: Path) -> None:
    """Let a folder that is not there yet hold what a first start leaves."""
    made = run.folder / "lived-in"
    with locked(made.with_suffix(".making")):
        if not made.exists():
            _make(made)
    shutil.copytree(made, data)


def _make(folder: Path) -> None:
    draft = folder.with_suffix(".draft")
    settings = Settings(data=draft, _env_file=None)
    subprocess.run(
        [sys.executable, "-m", "tests.lived_in"],
        cwd=CHECKOUT,
        env={**os.environ, **environment_of(settings)},
        stdout=subprocess.DEVNULL,
        check=True,
    )
    draft.rename(folder)


async def _load(settings: Settings) -> None:
    files, bus, clock = Files(settings.data), make_bus(settings, "all"), make_clock(settings)
    async with platform([load(name) for name in NAMES], settings, bus, clock) as app:
        await fill(app.state.mounted, settings)
        while not files.quiet():
            await asyncio.sleep(0.05)


if __name__ == "__main__":
    read = read_settings().model_copy(update={"municipalities": MUNICIPALITIES})
    with asyncio.Runner(loop_factory=uvloop_factory) as runner:
        runner.run(_load(read))
