"""All registrations about which the office has still to decide, whatever they are for."""
