"""What is typed about decisions: questions and advice, proposals and stances."""
