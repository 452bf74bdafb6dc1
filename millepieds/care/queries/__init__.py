"""What the pages of care ask: what is under the seal, who may receive, who may read."""
