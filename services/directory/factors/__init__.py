"""The second step of signing in by code: an app, a passkey or a recovery code."""
