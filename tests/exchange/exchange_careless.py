"""A desk with the published faults (issue table), for the leak catalogue: every check must tell it from ours."""

from __future__ import annotations

from typing import ClassVar

from maslahat.core import Fault, InputError
from maslahat.exchange.desk import Desk
from maslahat.exchange.policy import Audience
from maslahat.exchange.records import Record


class Careless(Desk):
    """A desk with the published faults: each way to a record goes its own way, and one of them is wrong."""

    _cache: ClassVar[dict[str, list[str]]] = {}

    def ids(self, action: str = "read") -> list[str]:
        return [row[0] for row in self.node.store.db.execute("SELECT object_id FROM objects ORDER BY 1")]

    def cached(self) -> list[str]:
        return self._cache.setdefault("ids", Desk.ids(self))

    def suggest(self, prefix: str, limit: int = 10) -> list[str]:
        records = (self.node.store.record(one) for one in self.ids())
        return sorted({v for r in records if r for _, v in r.fields if v.startswith(prefix)})[:limit]

    def search(self, text: str) -> list[str]:
        """Opens every record and filters afterwards."""
        found = []
        for one in self.ids():
            self.opened += 1
            record = self.node.store.record(one)
            if record is not None and text in str(record.fields):
                found.append(one)
        return [one for one in found if one in Desk.ids(self)]

    def history(self, record_id: str) -> list[str]:
        return [str(one.event) for one in self.node.events(record_id).values()]

    def audiences(self, record_id: str) -> tuple[Audience, ...]:
        return self._facts(record_id).audiences

    def read(self, record_id: str) -> Record:
        """Answers 404 for what is not there and 403 for what is."""
        if self.node.store.facts(record_id) is None:
            raise InputError(Fault(record_id, "404", "a record"))
        if record_id not in Desk.ids(self):
            raise InputError(Fault(record_id, "403", "a record of yours"))
        return super().read(record_id)

    def notices(self) -> list[str]:
        return [f"{one} received" for one in self.ids()]

    def export(self) -> list[Record]:
        return [record for one in self.ids() if (record := self.node.store.record(one))]

    def add(self, record: Record) -> str:
        """Takes the name it is given, as long as it is free."""
        if self.node.store.facts(record.record_id) is not None:
            raise InputError(Fault(record.record_id, "a name in use", "another"))
        self._keep(record, "draft")
        return record.record_id
