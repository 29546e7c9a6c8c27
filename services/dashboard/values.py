"""The services of the installation, and how people know them."""

from services.dashboard.events.values import lane_of

SERVICES = ("directory", "trainings", "surveys", "notifications", "dashboard")
OWN = "dashboard"
TITLES = {service: lane_of(service).title for service in SERVICES} | {OWN: "Überblick"}
