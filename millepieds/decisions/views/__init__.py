"""The pages of decisions: the register, the making, the advice."""
