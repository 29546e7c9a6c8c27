"""What the operator sees of the provider, and of one sign-in that is only tried."""
