"""Passkeys (WebAuthn) as the second step of signing in."""
