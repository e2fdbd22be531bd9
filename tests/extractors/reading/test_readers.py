import numpy as np
import pytest
from doubles import TroubleReader
from papers import page

from evidence.errors import MachineError
from extractors.reading.readers import rapid as rapid_module
from extractors.reading.readers.port import reader_class
from extractors.reading.readers.tesseract import TesseractReader


@pytest.fixture(params=["rapid", "tesseract", "double"])
def reader(request, rapid):
    return {"rapid": lambda: rapid, "tesseract": TesseractReader, "double": TroubleReader}[
        request.param
    ]()


def test_every_reader_finds_lines_inside_the_picture(reader):
    """The contract: text, a quad inside the pixels shown, confidence from 0 to 1."""
    image = np.asarray(page(["新乡市人民政府"], size=(900, 500)))
    lines = reader.find(image, 960)
    assert lines
    for line in lines:
        assert line.text.strip()
        assert 0 <= line.confidence <= 1
        assert all(0 <= x <= 900 and 0 <= y <= 500 for x, y in line.quad)


def test_every_reader_answers_once_a_crop(reader):
    """As many answers as crops, in their order; none for none."""
    image = np.asarray(page(["新乡市人民政府"], size=(900, 500)))
    crop = np.ascontiguousarray(image[190:270, 140:560])
    assert 2 == len(reader.read_crops([crop, crop]))
    assert [] == reader.read_crops([])


def test_every_reader_says_what_it_is_without_being_loaded(reader):
    """The version is part of the cache key, so it must be had cheaply and never be empty."""
    assert type(reader).version()
    assert reader.name
    assert reader.engine_seconds >= 0


def test_an_unknown_reader_is_a_clear_error():
    """A typing mistake in the settings is no traceback."""
    with pytest.raises(MachineError) as caught:
        reader_class("rapidocrr")
    assert "E-READER" == caught.value.code


def test_a_model_with_other_bytes_is_not_read_with(tmp_path, monkeypatch):
    """What read a page is named by its version: another model under that name would be a lie."""
    whole = rapid_module._models_folder()
    for name in rapid_module._MODELS:
        (tmp_path / name).symlink_to(whole / name)
    monkeypatch.setattr(rapid_module, "_models_folder", lambda: tmp_path)
    assert [] == rapid_module.missing_models()
    damaged, lost = rapid_module._MODELS
    (tmp_path / damaged).unlink()
    (tmp_path / damaged).write_bytes((whole / damaged).read_bytes()[:-1])
    (tmp_path / lost).unlink()
    assert [damaged, lost] == rapid_module.missing_models()
    with pytest.raises(MachineError, match="E-MODEL"):
        rapid_module.RapidReader()


def test_the_engine_keeps_no_block_for_each_shape(rapid):
    """Lines have a shape each: the blocks would leave the heap in pieces and pages without room."""
    for step in (rapid._engine.text_det, rapid._engine.text_rec):
        options = step.session.session.get_session_options()
        assert not options.enable_mem_pattern
        assert not options.enable_cpu_mem_arena
        assert 1 == options.intra_op_num_threads == options.inter_op_num_threads
