"""Who runs the installation, what it does with data, and how accessible it is."""
