"""Outsiders, for the directory that asks as an office."""

from services.surveys.outsiders.queries import find
from shared.web.outsiders import outsiders_api

api = outsiders_api(find)
