"""A hire goes through the containers, whatever is killed meanwhile."""

import ssl

import httpx2
import pytest

from deploy.services import NAMES
from tests.compose.stack import CarrierSystem, Stack, docker, events_of, targets, until, welcomed

pytestmark = [pytest.mark.real, pytest.mark.timeout(900)]

SEVERAL = 5
ONCE = {"databases", "migrate", "topics"}
KILLED = [*NAMES, "kafka", "postgres", "proxy"]
RESUMED_SECONDS = dict.fromkeys(KILLED, 15.0) | {"kafka": 30.0}
"""From the last acknowledged hire to the last welcome."""
REPEATED_MAILS = 1
"""In all: whoever is killed between sending a mail and noting it sends it again."""


def test_everything_is_well_after_a_fresh_up(stack: Stack) -> None:
    states = stack.states()
    assert {states.pop(name) for name in ONCE} == {"exit 0"}
    assert set(states.values()) == {"healthy"}


def test_a_hire_through_the_proxy_becomes_a_mail(stack: Stack, carrier: CarrierSystem) -> None:
    carrier.hire("first")
    print(f"welcome after {until(lambda: welcomed('first') > 0, 'welcome mail'):.1f} s")
    story = carrier.acknowledged["first"]
    until(lambda: "notifications.letter-sent.v1" in events_of(stack, story), "the story ends")
    assert welcomed("first") == 1


def test_only_tls_is_spoken_and_only_by_our_authority(stack: Stack) -> None:
    plain = httpx2.get(f"http://127.0.0.1:{stack.http_port}/directory/", trust_env=False)
    assert plain.status_code == 308
    assert plain.headers["location"] == f"{stack.base}/directory/"
    with pytest.raises(httpx2.ConnectError, match=r"(?i)certificate"):
        httpx2.get(stack.base, verify=ssl.create_default_context(), trust_env=False)
    assert "max-age" in stack.http.get("/dashboard/").headers["strict-transport-security"]


@pytest.mark.parametrize("path", ["/metrics", "/surveys/metrics", "/directory/health/ready"])
def test_health_and_metrics_are_not_for_those_outside(stack: Stack, path: str) -> None:
    assert stack.http.get(path).status_code == 404


def test_prometheus_reaches_every_service(stack: Stack) -> None:
    wanted = {f"{name}:9000": "up" for name in NAMES}
    until(lambda: targets() == wanted, "every target up", seconds=60)


def test_who_shares_no_network_cannot_talk(stack: Stack) -> None:
    assert stack.reaches("directory", "postgres", 5432)
    assert stack.reaches("directory", "kafka", 9092)
    assert not stack.reaches("directory", "mailpit", 1025)
    assert not stack.reaches("directory", "kafka", 9093)
    addresses = {
        name: docker("inspect", "-f", _ADDRESSES, stack.compose("ps", "-q", name).strip()).split()
        for name in ("proxy", "postgres", "kafka")
    }
    networks = {
        name: {each.rpartition(".")[0] for each in found} for name, found in addresses.items()
    }
    assert not networks["proxy"] & (networks["postgres"] | networks["kafka"])
    assert not networks["postgres"] & networks["kafka"]


_ADDRESSES = "{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}"


@pytest.mark.parametrize("service", NAMES)
def test_a_service_can_write_nothing_and_has_no_rights(stack: Stack, service: str) -> None:
    program = (
        "import os, pathlib\n"
        "for place in ('/app/x', '/opt/venv/x', '/run/secrets/x', '/x'):\n"
        "    try: pathlib.Path(place).write_text('x'); raise SystemExit(place)\n"
        "    except OSError: pass\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "assert 'CapBnd:\\t0000000000000000' in status and 'NoNewPrivs:\\t1' in status, status\n"
        "assert os.getuid() == 10001\n"
    )
    stack.compose("exec", "-T", service, "python", "-c", program)


@pytest.mark.parametrize("victim", KILLED)
def test_whoever_crashes_comes_back_and_nothing_is_missing(
    stack: Stack, carrier: CarrierSystem, victim: str
) -> None:
    """Hires before, in the moment of, and after the crash; each is welcomed."""
    names = [f"{victim}-{number}" for number in range(SEVERAL)]
    carrier.hire(names[0])
    stack.crash(victim)
    slowest = max(carrier.hire(name) for name in names[1:])
    waited = until(lambda: all(welcomed(name) for name in names), f"welcomes after {victim}")
    print(f"{victim}: acknowledged within {slowest:.1f} s, welcomed {waited:.1f} s later")
    assert waited <= RESUMED_SECONDS[victim]
    for name in names:
        story = carrier.acknowledged[name]
        until(lambda story=story: "directory.worker-hired.v1" in events_of(stack, story), name)  # type: ignore[misc]
    well = {"healthy", "exit 0"}
    until(lambda: set(stack.states().values()) <= well, f"everything is well after {victim}")
    assert all(welcomed(name) >= 1 for name in names)


def test_hardly_a_mail_came_twice_of_all_the_crashes(stack: Stack, carrier: CarrierSystem) -> None:
    until(lambda: set(stack.states().values()) <= {"healthy", "exit 0"}, "everything is well")
    counts = {name: welcomed(name) for name in carrier.acknowledged}
    assert all(counts.values())
    assert sum(counts.values()) - len(counts) <= REPEATED_MAILS, counts


def test_after_down_and_up_everything_is_there_and_nothing_nameless_is_left(
    stack: Stack, carrier: CarrierSystem
) -> None:
    before = set(docker("volume", "ls", "-q").split())
    carrier.hire("kept")
    story = carrier.acknowledged["kept"]
    until(lambda: welcomed("kept") == 1, "welcome mail")
    until(lambda: len(events_of(stack, story)) > 3, "the story is seen")
    seen = events_of(stack, story)
    stack.down()
    assert set(docker("volume", "ls", "-q").split()) <= before
    print(f"up --wait on existing volumes took {stack.up():.0f} s")
    assert {each for each in docker("volume", "ls", "-q").split() if len(each) == 64} <= before
    until(lambda: set(seen) <= set(events_of(stack, story)), "the story is still there")
    carrier.hire("after")
    until(lambda: welcomed("after") == 1, "welcome mail after the restart")
