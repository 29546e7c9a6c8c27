"""How often consultations were asked for; small numbers are kept to those who know them anyway."""
