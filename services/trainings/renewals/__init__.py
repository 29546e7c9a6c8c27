"""Gatherings for which one can register and that would prolong a qualification."""
