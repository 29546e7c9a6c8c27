"""The second step of signing in by code: a one-time code of an app, or a recovery code."""
