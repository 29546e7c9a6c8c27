"""Which account at the provider is whose: linked on purpose, never because addresses are equal."""
