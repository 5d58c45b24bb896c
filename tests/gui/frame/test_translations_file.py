import importlib.util
from pathlib import Path

import pytest

from resources import read_bytes

SCRIPT = Path(__file__).resolve().parents[3] / "packaging" / "build_translations.py"


@pytest.mark.skipif(not SCRIPT.exists(), reason="only in the source tree")
def test_the_compiled_words_are_those_of_the_source(tmp_path):
    spec = importlib.util.spec_from_file_location("build_translations", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    script = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(script)
    (compiled,) = script.compile_all(script.SOURCES, tmp_path)
    assert compiled.read_bytes() == read_bytes("i18n/qtbase_vi.qm")
