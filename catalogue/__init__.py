"""Words that all rooms share: kinds of help, languages, the texts people agree to."""
