"""Files that people and others might bring: made by code, each with the verdict that it must get.

A sample is made only when it is asked for, so that a list of hundreds costs nothing.
"""

from tests.support.corpus import archives, documents, names, pdfs, pictures
from tests.support.corpus.sample import Sample

SAMPLES: list[Sample] = [
    sample for kind in (names, pdfs, documents, archives, pictures) for sample in kind.samples()
]
GOOD = [sample for sample in SAMPLES if not sample.refused]
BAD = [sample for sample in SAMPLES if sample.refused]
