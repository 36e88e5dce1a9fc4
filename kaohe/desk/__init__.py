"""What lies on an officer's desk: forms already sent, drafts not yet sent, messages and the ways they travel."""
