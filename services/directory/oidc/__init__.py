"""Signing in through the house's own provider: the relying party of OpenID Connect."""
