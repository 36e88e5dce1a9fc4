"""Kaohe (考核): a public body's yearly performance assessment, explained to the last point."""
