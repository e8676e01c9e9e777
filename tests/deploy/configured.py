"""A configuration of deploy/ as it is, but for the addresses and folders that a test has others of."""
import pathlib

DEPLOY = pathlib.Path(__file__).resolve().parent.parent.parent / "deploy"


def configured(name, folder, changes):
    """Puts it in a folder. What is changed has to be there once, so that no change is of something else."""
    text = (DEPLOY / name).read_text()
    for written, ours in changes.items():
        assert text.count(written) == 1, f"`{written}` is there {text.count(written)} times in {name}"
        text = text.replace(written, ours)
    path = pathlib.Path(folder, pathlib.Path(name).name)
    path.write_text(text)
    return path
