import pytest

from darmstadt_mso.lib import collection


@pytest.fixture
def static(tmp_path, settings):
    folder = tmp_path / "source"
    folder.mkdir()
    (folder / "page.css").write_text("a {}")
    settings.STATICFILES_DIRS = [folder]
    settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
    settings.STATIC_ROOT = tmp_path / "collected"
    return folder


@pytest.fixture
def collections(monkeypatch, settings):
    made = []

    def collect(*args, **kwargs):
        made.append(args)
        settings.STATIC_ROOT.mkdir(exist_ok=True)

    monkeypatch.setattr(collection, "call_command", collect)
    return made


def test_what_did_not_change_is_not_collected_again(static, collections):
    collection.collect_changed()
    collection.collect_changed()
    assert len(collections) == 1


def test_a_changed_a_new_and_a_removed_file_are_noticed(static, collections):
    collection.collect_changed()
    (static / "page.css").write_text("a { color: red }")
    collection.collect_changed()
    (static / "new.css").write_text("")
    collection.collect_changed()
    (static / "page.css").unlink()
    collection.collect_changed()
    assert len(collections) == 4


def test_an_interrupted_collection_is_done_again(static, collections, monkeypatch):
    collection.collect_changed()
    (static / "page.css").write_text("b {}")
    with monkeypatch.context() as broken, pytest.raises(KeyboardInterrupt):
        broken.setattr(collection, "call_command", interrupt)
        collection.collect_changed()
    collection.collect_changed()
    assert len(collections) == 2


def interrupt(*args, **kwargs):
    raise KeyboardInterrupt
