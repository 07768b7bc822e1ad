"""Figures for whoever looks after the service, in the words of Prometheus; nothing in them leads to a person."""
