"""Proves that nothing of the audit was changed: chains of seals, their check, and how they end."""
