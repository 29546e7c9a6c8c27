"""Workshops of a gathering: what is offered at which time, kept by the office."""
