"""The year's papers: rows gathered into the plain values that a paper is made of (`paper.kinds`), for whom they are.

Nothing is written here. `catalogue.KINDS` is the list of all papers; what a person isn't offered there, they can't open.
"""
