"""Says where an operator looks that an urn was stopped."""
