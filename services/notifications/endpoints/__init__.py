"""Webhooks: which systems of carriers and municipalities are told of which facts."""
