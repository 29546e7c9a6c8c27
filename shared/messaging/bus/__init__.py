"""The bus: what carries messages between services, in a file or on Kafka."""
