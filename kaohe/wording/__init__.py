"""How numbers, dates, names and widths are written, for pages, pictures, workbooks and paper alike. It knows no Django."""
