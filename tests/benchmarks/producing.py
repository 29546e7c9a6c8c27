"""aiokafka's producer as anybody would use it, with the durability and batching of ours."""

from aiokafka import AIOKafkaProducer

from shared.messaging.kafka_wire import PRODUCER


async def started_producer(servers: str) -> AIOKafkaProducer:
    """With the partitioner that it brings along."""
    usual = {name: value for name, value in PRODUCER.items() if name != "partitioner"}
    producer = AIOKafkaProducer(bootstrap_servers=servers, **usual)
    await producer.start()
    return producer
