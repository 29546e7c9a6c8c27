"""Somebody's own action items."""
