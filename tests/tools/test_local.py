"""Keys of this machine: made once, for nobody else."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tools.local import kept, new_data_key
from webapp.config import DATA_KEY


def test_a_key_is_made_once_also_by_many_at_the_same_time(tmp_path: Path) -> None:
    path = tmp_path / "var" / "data_keys"
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(lambda _: kept(path, new_data_key), range(40)))

    (key,) = keys
    assert DATA_KEY.fullmatch(key)
    assert path.stat().st_mode & 0o777 == 0o600
    assert list(path.parent.iterdir()) == [path]
