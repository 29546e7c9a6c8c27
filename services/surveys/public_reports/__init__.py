"""Published reports for everybody; nobody signs in."""
