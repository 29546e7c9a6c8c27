"""One run: load with faults in it, then calm, then the check of its history."""

import asyncio
import random
import time
import traceback
from collections import Counter
from collections.abc import Coroutine, Sequence
from dataclasses import dataclass
from typing import Any

from tests.faults.facts import ends_of_log, read_facts
from tests.faults.history import STRAY, Finding, check
from tests.faults.kinds import KINDS, Kind, Scene
from tests.faults.load import CLERKS, Load, Post
from tests.faults.people import Browser, People
from tests.faults.people import judge as judge_sign_ins
from tests.faults.poison import judge, remove
from tests.faults.quiet import quiet
from tests.faults.site import Site

SETTLE_SECONDS = 90.0
ATTEMPTS = 3
FAULT_SECONDS = 60.0


@dataclass
class Outcome:
    """What a run came to."""

    number: int
    faults: Sequence[str]
    posts: Sequence[Post]
    browsers: Sequence[Browser]
    scene: Scene
    findings: Sequence[Finding]
    settled_after: float
    lasted: float

    @property
    def accepted(self) -> int:
        return sum(post.accepted for post in self.posts)

    def count(self, what: str) -> int:
        """How many posts it befell; what belongs to no post counts by itself."""
        found = [finding for finding in self.findings if finding.what == what]
        return len({f.post for f in found if f.post}) + sum(f.post is None for f in found)

    def line(self) -> str:
        refused = len(self.posts) - self.accepted
        told = f"{self.accepted} accepted, {refused} refused, {len(self.browsers)} sign-ins"
        times = f"quiet after {self.settled_after:.1f} s, {self.lasted:.1f} s in all"
        bad = Counter(finding.what for finding in self.findings)
        verdict = ", ".join(f"{count} {what}" for what, count in bad.items()) or "good"
        return f"run {self.number}: {' + '.join(self.faults)}: {told}; {times}: {verdict}"

    def history(self) -> str:
        lines = [*self.posts, *self.browsers, *self.scene.notes, *self.findings]
        return "\n".join(f"    {line}" for line in lines)


def chosen(seed: int, number: int) -> tuple[random.Random, list[Kind]]:
    """The dice of a run, and its one to three kinds of faults."""
    dice = random.Random(f"{seed}/{number}")
    weights = [kind.weight for kind in KINDS.values()]
    return dice, dice.choices(list(KINDS.values()), weights, k=dice.randint(1, 3))


async def run(
    site: Site,
    seed: int,
    number: int,
    seconds: float,
    faults: Sequence[Kind] | None = None,
    settle_seconds: float = SETTLE_SECONDS,
    clerks: int = CLERKS,
) -> Outcome:
    """A run with the given faults, or with those its seed chooses."""
    began = time.monotonic()
    dice, kinds = chosen(seed, number)
    kinds = kinds if faults is None else [*faults]
    site.incidents.clear()
    load = Load(site, f"S{seed}R{number}", f"{seed}/{number}/load")
    people = People(site, load)
    scene = Scene(site, dice, await ends_of_log(site), hold=load.extend)
    trouble = await _storm(site, load.run(seconds, clerks, people.work), scene, kinds, seconds)
    healed = time.monotonic()
    moving = await quiet(site, settle_seconds)
    settled_after = time.monotonic() - healed
    findings = await _findings(site, people, load, scene, 1 if moving else ATTEMPTS, settle_seconds)
    trouble += [f"did not settle: {moving}"] if moving else []
    findings += [Finding(STRAY, None, each) for each in (*trouble, *site.incidents)]
    lasted = time.monotonic() - began
    names = [kind.name for kind in kinds]
    return Outcome(
        number, names, load.posts, people.browsers, scene, findings, settled_after, lasted
    )


async def _storm(
    site: Site,
    work: Coroutine[Any, Any, None],
    scene: Scene,
    kinds: Sequence[Kind],
    seconds: float,
) -> list[str]:
    """Load and faults together, until all is healed and answered; what went wrong with either."""

    async def later(kind: Kind, wait: float) -> None:
        await asyncio.sleep(wait)
        async with asyncio.timeout(FAULT_SECONDS):
            await kind.run(scene)

    storms = [later(kind, scene.dice.uniform(0.2, max(0.3, seconds - 0.5))) for kind in kinds]
    working = asyncio.create_task(work)
    results: list[BaseException | None] = []
    results += await asyncio.gather(*storms, return_exceptions=True)
    await site.heal()
    results += await asyncio.gather(working, return_exceptions=True)
    return ["".join(traceback.format_exception(error)) for error in results if error]


async def _findings(
    site: Site, people: People, load: Load, scene: Scene, attempts: int, settle_seconds: float
) -> list[Finding]:
    """A fault persists, a delay does not: what is found is looked for again."""
    findings = await _look(site, people, load, scene)
    for _ in range(attempts - 1):
        if not findings:
            break
        await asyncio.sleep(1)
        await quiet(site, settle_seconds)
        findings = await _look(site, people, load, scene)
    await remove(site, scene.poisons)
    return findings


async def _look(site: Site, people: People, load: Load, scene: Scene) -> list[Finding]:
    facts = await read_facts(site, load.mark, scene.begin)
    found = await judge(site, scene.poisons, facts) + check(load.posts, facts)
    return found + await judge_sign_ins(site, people.browsers)
