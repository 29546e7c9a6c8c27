"""Who worked where for how many hours from when to when: what figures are computed from."""
