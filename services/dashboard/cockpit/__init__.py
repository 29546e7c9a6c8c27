"""The start page for the people who run the installation."""
