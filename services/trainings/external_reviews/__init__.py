"""The office looks at proofs of trainings elsewhere."""
