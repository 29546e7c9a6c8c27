"""What the backbone counts and measures; every series bears the service's name.

The labels ``job`` and ``instance`` belong to Prometheus, which would rename ours.
"""

from prometheus_client import Counter, Gauge, Histogram, disable_created_metrics

disable_created_metrics()  # type: ignore[no-untyped-call]

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600)

SERVICE = Gauge("knotenpunkt_service", "1 for every service this process runs", ["service"])
REACHABLE = Gauge(
    "knotenpunkt_reachable",
    "1 where the part (database, bus) answered the last time it was asked",
    ["service", "part"],
)
BUS_AWAY = Gauge(
    "knotenpunkt_bus_away",
    "1 while the part (relay, consumer) cannot work because of the bus",
    ["service", "part"],
)
TASK_FAILURES = Counter(
    "knotenpunkt_task_failures_total",
    "Times a background task ended with an error and was started again",
    ["service", "task"],
)

HANDLED = Counter(
    "knotenpunkt_messages_handled_total",
    "Messages whose effects were committed",
    ["service", "type"],
)
IGNORED = Counter(
    "knotenpunkt_messages_ignored_total",
    "Messages no handler of the service waits for",
    ["service"],
)
REPEATED = Counter(
    "knotenpunkt_messages_repeated_total",
    "Deliveries the inbox recognised as done before",
    ["service"],
)
FAILED = Counter(
    "knotenpunkt_batches_failed_total",
    "Transactions of the consumer that were rolled back",
    ["service", "transient"],
)
PARKED = Counter(
    "knotenpunkt_messages_parked_total",
    "Messages parked, failed ones and those kept in order behind them",
    ["service", "state"],
)
PARKED_NOW = Gauge(
    "knotenpunkt_parked_messages", "Messages parked at present", ["service", "state"]
)
PAUSED = Gauge(
    "knotenpunkt_partitions_paused",
    "Partitions of this instance waiting for a transient fault to pass",
    ["service"],
)
BATCH_SECONDS = Histogram(
    "knotenpunkt_batch_seconds",
    "Time to handle and commit one batch",
    ["service"],
    buckets=_SECONDS,
)
HANDLER_SECONDS = Histogram(
    "knotenpunkt_handler_seconds",
    "Time a handler took for its events of one batch",
    ["service", "handler"],
    buckets=_SECONDS,
)
EFFECT_SECONDS = Histogram(
    "knotenpunkt_effect_seconds",
    "From the time of the event to its committed effect",
    ["service"],
    buckets=_SECONDS,
)
LAG = Gauge(
    "knotenpunkt_consumer_lag_messages",
    "Messages on the bus that this instance has not handled",
    ["service", "topic"],
)
LAG_AGE = Gauge(
    "knotenpunkt_consumer_lag_seconds",
    "How long the oldest of them has been waiting, at most; 0 if there is none",
    ["service", "topic"],
)

RELAYED = Counter(
    "knotenpunkt_messages_relayed_total", "Messages the bus has acknowledged", ["service"]
)
RELAY_LEADER = Gauge(
    "knotenpunkt_relay_leader", "1 where this instance relays, 0 where it stands by", ["service"]
)
OUTBOX_DEPTH = Gauge(
    "knotenpunkt_outbox_messages",
    "Messages in the outbox; counted up to 100,000",
    ["service"],
)
OUTBOX_AGE = Gauge(
    "knotenpunkt_outbox_oldest_seconds",
    "Age of the oldest message in the outbox; 0 if there is none",
    ["service"],
)

JOB_RUNS = Counter("knotenpunkt_job_runs_total", "Runs of a scheduled job", ["service", "job_name"])
JOB_FAILURES = Counter(
    "knotenpunkt_job_failures_total", "Failed runs of a scheduled job", ["service", "job_name"]
)
JOB_AGE = Gauge(
    "knotenpunkt_job_last_run_seconds",
    "Seconds since a scheduled job last ran to its end, in whatever instance",
    ["service", "job_name"],
)
JOB_OVERDUE = Gauge(
    "knotenpunkt_job_overdue_seconds",
    "Seconds a scheduled job has been due without running; 0 if it is not due",
    ["service", "job_name"],
)

CLOCK_DOUBTED = Gauge(
    "knotenpunkt_clock_doubted",
    "1 while nothing is deleted, because the clock is too far from the last run or the database",
    ["service"],
)

AUDIT_BROKEN = Gauge(
    "knotenpunkt_audit_broken_chains",
    "Chains of seals over the audit that do not hold; one for each tenant",
    ["service"],
)
