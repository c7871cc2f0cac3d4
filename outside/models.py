"""What all processes share about each server outside."""

from django.db import models


class Peer(models.Model):
    """One row stands for one server outside: failures in a row, its rest, when the next call may begin."""

    name = models.CharField(max_length=40, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    rests_until = models.DateTimeField(null=True)
    free_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.name}: {self.failures}"
