"""Readers behind one port."""
