"""Documents of organizations: versions that stay, looked through for viruses, never run."""
