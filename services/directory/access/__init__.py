"""Access tokens for carriers' systems (OAuth 2.0 client credentials, RFC 6749)."""
