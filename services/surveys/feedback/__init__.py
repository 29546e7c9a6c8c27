"""Feedback about a gathering: who was there answers once, into a sealed urn."""
