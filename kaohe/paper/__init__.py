"""Official papers: one description, set as GB/T 9704-2012 has it, as PDF/A, as a Word file and as a preview. It knows no Django."""
