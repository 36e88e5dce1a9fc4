"""What is done with batches of papers: asking for one, cancelling, making, forgetting."""

from kaohe.reports.actions.asking import ask_batch, cancel_batch
from kaohe.reports.actions.making import forget_old_batches, make_batches

__all__ = ["ask_batch", "cancel_batch", "forget_old_batches", "make_batches"]
