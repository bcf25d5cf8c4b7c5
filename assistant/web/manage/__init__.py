"""The page on which staff look after the documents."""
