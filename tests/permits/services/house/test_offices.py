from pathlib import Path

import pytest
from sqlalchemy import Engine

from permits.config import Settings
from permits.db import reading
from permits.errors import SetupFault
from permits.services.house.offices import load_office


def test_a_malformed_catalogue_of_events_stops_the_start_with_one_sentence(
    engine: Engine, settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = tmp_path / "events"
    folder.mkdir()
    (folder / "filing.toml").write_text('[application.drafted]\nicon = "edit"\n', encoding="utf-8")
    monkeypatch.setattr("workflows.definition.events.FOLDER", folder)

    with (
        reading(engine) as conn,
        pytest.raises(SetupFault, match=r"filing\.toml, application\.drafted: name is"),
    ):
        load_office(conn, settings)
