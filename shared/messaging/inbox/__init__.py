"""The inbox: each handler sees each message once."""
