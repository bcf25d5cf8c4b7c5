"""The page with the questions that need attention."""
