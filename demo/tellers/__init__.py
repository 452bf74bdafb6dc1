"""Each tells one side of the story, by the actions that did it."""
