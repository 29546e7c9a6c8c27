"""Guests, for the directory that asks as an office."""

from services.trainings.guests.queries import wanted
from shared.web.outsiders import outsiders_api

api = outsiders_api(wanted)
