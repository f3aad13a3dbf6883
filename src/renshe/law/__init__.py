"""The law itself: one package per place, one folder per topic, words in ``vocabulary``."""
