"""Whoever is named by the id of somebody who was merged is whoever stands for them."""
