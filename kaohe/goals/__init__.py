"""The goals that the director's meeting fixed."""
