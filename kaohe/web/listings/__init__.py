"""What pages list, as plain tables to take away: made from the very rows that the page is made from, so that neither says more.

A view hands `frame.show` a function that makes them; it is called when the address asks for the workbook (`?workbook=1`), never
for the page. Whoever isn't shown the page gets no workbook: both are one answer of one view.
"""
