"""Where trainings shows what a network does together, and what it says in public."""

PROJECTS = "/trainings/projekte"
STATEMENTS = "/trainings/stellungnahmen"
