"""A file becomes a `Document`, a document its passages; nothing here knows how they are found."""
