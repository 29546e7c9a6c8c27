"""Answers kept for requests that come again with the same Idempotency-Key."""
