"""Publish the JSON schemas beside the pages when they are built."""

import json
from typing import Any

from mkdocs.structure.files import File

from maslahat.cli.schema import schemas


def on_files(files: Any, config: Any) -> Any:
    """Add `schema/NAME.json` for every schema."""
    for name, stated in schemas().items():
        text = json.dumps(stated(), ensure_ascii=False, indent=2)
        files.append(File.generated(config, f"schema/{name}.json", content=text))
    return files
