"""What is happening, for the people who run the installation."""
