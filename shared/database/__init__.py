"""One database per service: engine, types, set-based statements, migrations."""
