"""Whoever comes without having registered is entered by the office."""
