"""What people leave with the app: chats, board papers, what they found useful."""
