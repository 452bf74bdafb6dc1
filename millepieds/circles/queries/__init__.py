"""Questions about circles: the structure, the mandates in force, and who may do what."""
