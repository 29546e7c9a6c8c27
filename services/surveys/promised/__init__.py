"""What an urn keeps, as those are told who answer."""
