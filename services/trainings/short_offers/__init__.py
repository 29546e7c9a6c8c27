"""Free seats for which an offer would come too late: the office gives them by hand."""
