"""Mails to people because of the role they act in; no worker is their subject."""
