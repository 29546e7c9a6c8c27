"""Documents of organizations, groups and employments: versions that stay, scanned, never run."""
