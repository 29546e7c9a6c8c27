"""Trainings, qualifications, symposia, working groups and exchanges, as the office keeps them."""
