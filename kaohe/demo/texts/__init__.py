"""The sentences of the demo bureau, as tables: goals, gradings, briefs, assigned matters, routine work."""
