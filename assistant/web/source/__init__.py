"""Where a quote stands: its page with the words marked."""
