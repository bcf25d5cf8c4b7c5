"""Title, kind, authors, publisher and date, as a document gives them itself."""
