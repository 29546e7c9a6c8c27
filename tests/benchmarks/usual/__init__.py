"""The usual way: SQLAlchemy's ORM, a transaction per event, a polled outbox, FastStream.

It writes the same rows and messages as ours, into the same tables.
"""
