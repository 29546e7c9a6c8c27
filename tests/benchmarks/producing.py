"""aiokafka's producer as anybody would use it, with the durability and batching of ours."""

from aiokafka import AIOKafkaProducer

from shared.messaging.bus.brokers import Brokers
from shared.messaging.bus.kafka_wire import PRODUCER


async def started_producer(brokers: Brokers) -> AIOKafkaProducer:
    """With the partitioner that it brings along."""
    usual = {name: value for name, value in PRODUCER.items() if name != "partitioner"}
    producer = AIOKafkaProducer(**brokers.options(), **usual)
    await producer.start()
    return producer
