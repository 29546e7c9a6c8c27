"""Somebody in the network lets a guest come to a gathering."""
