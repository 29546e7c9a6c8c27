"""What there is behind the links of one gathering's page for the office, in a line each."""
