"""Outsiders, for the directory that asks as an office."""

from services.surveys.measures.queries import from_outside
from shared.web.outsiders import outsiders_api

api = outsiders_api(from_outside)
