"""Answers, sealed before anybody could read them, and what opened urns amount to."""
