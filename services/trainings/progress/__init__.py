"""A worker's own onboarding."""
