"""Web pages, as they were saved."""
