"""The memory: who did what, when, under which mandate. Numbers stay; particulars may be forgotten."""
