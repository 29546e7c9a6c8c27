"""What this service does when somebody is to be erased."""
