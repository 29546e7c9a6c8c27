"""Each alert is raised by what it is for, says how bad it is, and leads to its paragraph."""

import re
import subprocess
from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.shared.prometheus import CHECKOUT, CONFIGURATION, RULES

SERVICE = 'service="trainings"'
LATE = "knotenpunkt_effect_seconds_bucket"

# What raises each alert: series as they are, minute by minute, for twenty minutes.
RAISED_BY = {
    "InstanceDown": {'up{job="knotenpunkt", instance="trainings:8000"}': "0x20"},
    "DatabaseAway": {f'knotenpunkt_reachable{{{SERVICE}, part="database"}}': "0x20"},
    "BrokerUnavailable": {
        f'knotenpunkt_reachable{{{SERVICE}, part="bus"}}': "1x20",
        f'knotenpunkt_bus_away{{{SERVICE}, part="relay"}}': "1x20",
    },
    "OutboxOld": {f"knotenpunkt_outbox_oldest_seconds{{{SERVICE}}}": "0+60x20"},
    "ConsumerBehind": {f'knotenpunkt_consumer_lag_seconds{{{SERVICE}, topic="t"}}': "0+60x20"},
    "PartitionPaused": {f"knotenpunkt_partitions_paused{{{SERVICE}}}": "1x20"},
    "MessagesParked": {f'knotenpunkt_parked_messages{{{SERVICE}, state="failed"}}': "1x20"},
    "EffectLate": {
        f'{LATE}{{{SERVICE}, le="10.0"}}': "0+1x20",
        f'{LATE}{{{SERVICE}, le="60.0"}}': "0+9x20",
        f'{LATE}{{{SERVICE}, le="+Inf"}}': "0+9x20",
    },
    "JobFailing": {f'knotenpunkt_job_failures_total{{{SERVICE}, job_name="j"}}': "0+1x20"},
    "JobOverdue": {f'knotenpunkt_job_overdue_seconds{{{SERVICE}, job_name="j"}}': "0+60x20"},
    "AuditBroken": {f"knotenpunkt_audit_broken_chains{{{SERVICE}}}": "1x20"},
    "ClockDoubted": {f"knotenpunkt_clock_doubted{{{SERVICE}}}": "1x20"},
    "TaskFailing": {f'knotenpunkt_task_failures_total{{{SERVICE}, task="relay"}}': "0+1x20"},
    "RequestsFailing": {
        f'knotenpunkt_http_requests_total{{{SERVICE}, route="/a", status="2xx"}}': "0+10x20",
        f'knotenpunkt_http_requests_total{{{SERVICE}, route="/a", status="5xx"}}': "0+1x20",
    },
    "DeliveryPaused": {f'knotenpunkt_delivery_paused{{{SERVICE}, cause="sender"}}': "1x20"},
    "QuotaExceeded": {f'knotenpunkt_quota_refusals_total{{{SERVICE}, kind="client"}}': "0+1x20"},
    "LettersStuck": {
        f'knotenpunkt_letters_oldest_seconds{{{SERVICE}, kind="welcome"}}': "600+60x20",
        f'knotenpunkt_letters_sent_total{{{SERVICE}, kind="welcome"}}': "3x20",
    },
    "CodesStuck": {
        f'knotenpunkt_letters_oldest_seconds{{{SERVICE}, kind="sign_in_code"}}': "0+60x20",
    },
    "UrnStopped": {'knotenpunkt_urns_stopped{service="surveys"}': "1x20"},
    "LettersGivenUp": {f'knotenpunkt_letters_failed_total{{{SERVICE}, kind="welcome"}}': "0+1x20"},
}


def alerts() -> dict[str, dict[str, Any]]:
    groups = yaml.safe_load(RULES.read_text())["groups"]
    return {rule["alert"]: rule for group in groups for rule in group["rules"]}


def headings(file: Path) -> set[str]:
    """As links to them are written: lower case, hyphens for spaces, no punctuation."""
    found = re.findall(r"^#+ (.+)$", file.read_text(), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in found}


def promtool(*arguments: str) -> None:
    done = subprocess.run(["promtool", *arguments], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.real
def test_the_configuration_is_valid(prometheus: None) -> None:
    promtool("check", "config", str(CONFIGURATION))
    promtool("check", "rules", str(RULES))


@pytest.mark.real
@pytest.mark.parametrize("name", alerts())
def test_an_alert_is_raised_by_what_it_is_for(name: str, tmp_path: Path, prometheus: None) -> None:
    series = [{"series": each, "values": values} for each, values in RAISED_BY[name].items()]
    raised = {
        "expr": f'count(ALERTS{{alertname="{name}", alertstate="firing"}})',
        "eval_time": "20m",
        "exp_samples": [{"labels": "{}", "value": 1}],
    }
    case = {"interval": "1m", "input_series": series, "promql_expr_test": [raised]}
    file = tmp_path / "case.yml"
    file.write_text(
        yaml.safe_dump({"rule_files": [str(RULES)], "evaluation_interval": "1m", "tests": [case]})
    )
    promtool("test", "rules", str(file))


@pytest.mark.parametrize("name", alerts())
def test_an_alert_says_how_bad_it_is_and_what_to_do(name: str) -> None:
    rule = alerts()[name]
    assert rule["labels"]["severity"] in ("critical", "warning")
    assert rule["annotations"]["summary"]
    page, _, heading = rule["annotations"]["runbook"].partition("#")
    assert heading in headings(CHECKOUT / page)


def test_each_alert_has_a_paragraph_of_its_own() -> None:
    runbooks = [rule["annotations"]["runbook"] for rule in alerts().values()]
    assert len(set(runbooks)) == len(runbooks)
