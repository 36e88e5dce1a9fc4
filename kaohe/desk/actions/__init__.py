"""What is done on the desk: forms sent once, drafts kept, messages told and carried out of the house."""
