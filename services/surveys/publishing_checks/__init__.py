"""What has to be right in a questionnaire before anybody is asked."""
