"""Where a Kafka cluster is reached, and as whom."""

from dataclasses import dataclass, field, replace
from typing import Any

MECHANISM = "SCRAM-SHA-512"


@dataclass(frozen=True)
class Brokers:
    """Bootstrap servers; without a user the cluster is asked anonymously."""

    servers: str
    user: str = ""
    password: str = field(default="", repr=False)

    def options(self) -> dict[str, Any]:
        """What every client of aiokafka needs to connect."""
        if not self.user:
            return {"bootstrap_servers": self.servers}
        return {
            "bootstrap_servers": self.servers,
            "security_protocol": "SASL_PLAINTEXT",
            "sasl_mechanism": MECHANISM,
            "sasl_plain_username": self.user,
            "sasl_plain_password": self.password,
        }

    def known_as(self, user: str, password: str) -> "Brokers":
        """The same cluster for somebody else."""
        return replace(self, user=user, password=password)
