"""Certificates of attendance: issued, revised and revoked by the office, and kept as they were."""
