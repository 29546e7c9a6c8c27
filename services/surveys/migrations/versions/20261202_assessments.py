def downgrade() -> None:
    op.drop_table("assessment_entries")
    op.drop_table("assessments")
