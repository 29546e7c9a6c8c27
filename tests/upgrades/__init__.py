"""From the previous release to this one."""
