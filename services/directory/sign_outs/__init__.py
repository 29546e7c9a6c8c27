"""Ends sign-ins together with those at the provider, whichever of the two ends first."""
