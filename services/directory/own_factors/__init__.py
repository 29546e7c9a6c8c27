"""One's own second step: what is set up, changed and removed by whoever is signed in."""
