"""The hand-written minimum: the same rows and messages, with asyncpg and aiokafka alone.

It checks no token, looks nothing up, parks nothing, measures nothing and runs in one instance.
"""
