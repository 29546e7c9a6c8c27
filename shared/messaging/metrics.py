"""What the backbone counts and measures; every series bears the service's name."""

from prometheus_client import Counter, Gauge, Histogram

_SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 60, 600)

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
    "Partitions waiting for a transient fault to pass",
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
RELAYED = Counter(
    "knotenpunkt_messages_relayed_total", "Messages the bus has acknowledged", ["service"]
)
RELAY_LEADER = Gauge(
    "knotenpunkt_relay_leader", "1 where this instance relays, 0 where it stands by", ["service"]
)
OUTBOX_DEPTH = Gauge("knotenpunkt_outbox_messages", "Messages in the outbox", ["service"])
OUTBOX_AGE = Gauge(
    "knotenpunkt_outbox_oldest_seconds", "Age of the oldest message in the outbox", ["service"]
)
LAG = Gauge(
    "knotenpunkt_consumer_lag_messages",
    "Messages on the bus that the service has not read",
    ["service", "topic"],
)
BUS_AWAY = Gauge("knotenpunkt_bus_away", "1 while the bus cannot be reached", ["service"])
JOB_RUNS = Counter("knotenpunkt_job_runs_total", "Runs of a scheduled job", ["service", "job"])
JOB_FAILURES = Counter(
    "knotenpunkt_job_failures_total", "Failed runs of a scheduled job", ["service", "job"]
)
