"""What must be told to very few people, and what follows fairly: sealed reports, sanctions, appeals."""
