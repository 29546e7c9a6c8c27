"""A capability written with the page kit, as the ones in services are to be."""
