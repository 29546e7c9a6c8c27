"""One PostgreSQL, one Kafka and one Keycloak for all workers of a test run."""
