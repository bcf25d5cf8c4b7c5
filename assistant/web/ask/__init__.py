"""The page that answers, and the chats."""
