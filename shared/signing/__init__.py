"""Signatures: one service has the private keys for a purpose, every other reads the public ones."""
