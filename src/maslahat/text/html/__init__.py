"""Web pages in and out (DESIGN §10).

Takes the bytes of a page; gives a `Document`, by its marks where the page is our own (`own`), else by its words
(`reader.read_html`); writes one (`writer.write_html`).
"""
