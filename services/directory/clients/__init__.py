"""Credentials for carriers' systems."""
