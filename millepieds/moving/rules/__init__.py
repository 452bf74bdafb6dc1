"""What a sheet says, column by column; what is wrong in it; what it would make here."""
