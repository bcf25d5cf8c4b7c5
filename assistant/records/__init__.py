"""What people leave: chats, board papers, what they found useful, standing questions."""
