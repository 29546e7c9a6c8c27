"""Every series says which service it is of, because services may share a process."""

from prometheus_client import REGISTRY
from prometheus_client.metrics import MetricWrapperBase

import deploy.run  # noqa: F401 everything that measures
from deploy.services import NAMES, load

OF_THE_PROCESS = {
    "knotenpunkt_http_refused",  # before anybody knows for which service it was
    "knotenpunkt_credentials_failed",  # guesses are counted for all services together
}


def test_every_metric_of_ours_is_labelled_with_the_service() -> None:
    for name in NAMES:
        load(name)
    ours = {
        each._name: each._labelnames
        for each in REGISTRY._collector_to_names
        if isinstance(each, MetricWrapperBase) and each._name.startswith("knotenpunkt_")
    }
    assert len(ours) > 20
    assert {name for name, labels in ours.items() if "service" not in labels} == OF_THE_PROCESS
