"""Topics that people would like: proposed, supported by nobody knows whom, planned or declined."""
