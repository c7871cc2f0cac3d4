"""The fuse before the mail server: after five failures in a row everybody rests, then one tries again."""

from outside.fuses import Fuse

MAIL = Fuse("mail")
