"""How often somebody could not prove who they are; not who, and not from where."""
