from bench.floor import Floor, Template
from bench.life import live, plain, rows_written
from bench.office import Product, open_world


def test_floor_and_product_write_the_same_rows(postgresql_url: str) -> None:
    product = Product(open_world(postgresql_url))
    floor = Floor(plain(postgresql_url), Template(plain(postgresql_url), live(product)))
    live(floor)
    written = rows_written(postgresql_url, product)
    assert written["event"] == (17, 0)
    assert written == rows_written(postgresql_url, floor)
    floor.close()
    product.close()


def test_a_life_is_eleven_acts(sqlite_url: str) -> None:
    product = Product(open_world(sqlite_url))
    clock: dict[str, list[float]] = {}
    live(product, clock)
    product.close()
    assert sum(len(times) for times in clock.values()) == 11
