"""The trained reader: question and passage in, the words that answer out, and whether any do."""
