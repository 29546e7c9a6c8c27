"""Trainings elsewhere, as those who attended them record them."""
