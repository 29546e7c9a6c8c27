"""One PostgreSQL and one Kafka for all workers of a test run."""
