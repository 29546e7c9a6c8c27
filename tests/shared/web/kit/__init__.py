"""The page kit."""
