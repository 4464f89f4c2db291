"""The memory: a folder of documents searched by words, actor, verb, subject, year and citation (DESIGN §10).

Takes documents and keeps them in one SQLite file (`store.build`); gives paragraphs in the order of their weight
(`search`, `rank`, `named`). `shelf` keeps what is needed to weigh which text renews which.
"""
