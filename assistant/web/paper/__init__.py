"""The page of the board paper, and the buttons that fill it."""
