"""QR codes in microseconds: what a symbol holds is linear over bits, so it is a sum of pictures made once per version.

Clauses are those of ISO/IEC 18004:2015. Level M throughout. The mask is fixed instead of searched (7.8.3): readers take
it from the format information, and a signed token is as good as random, so that no mask makes a worse picture than
another (by the rules of 7.8.3 the eight differ by 3 %).
"""

from binascii import hexlify
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache, reduce
from itertools import product
from operator import getitem, xor

MASK = 3
_LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"  # table 5
_VALUES = {letter: value for value, letter in enumerate(_LETTERS)}
_PAIRS = {
    (first, second): f"{_VALUES[first] * 45 + _VALUES[second]:011b}" for first, second in product(_LETTERS, repeat=2)
}
_ALPHANUMERIC, _BYTE = "0010", "0100"  # table 2
_VERSIONS = range(1, 41)
# Table 9, level M: error correction codewords of a block, and blocks, by version.
_CORRECTION = bytes([10, 16, 26, 18, 24, 16, 18, 22, 22, 26, 30, 22, 22, 24, 24, 28, 28, 26, 26, 26, 26, *[28] * 19])
_BLOCKS = bytes([
    1, 1, 1, 2, 2, 4, 4, 4, 5, 5, 5, 8, 9, 9, 10, 10, 11, 13, 14, 16,
    17, 17, 18, 20, 21, 23, 25, 26, 28, 29, 31, 33, 35, 37, 38, 40, 43, 45, 47, 49,
])  # fmt: skip
_HALVES = bytes.maketrans(b"0123456789abcdef", bytes(range(16)))

Cell = tuple[int, int]  # row, column


@dataclass(frozen=True)
class Symbol:
    """A square of modules without its quiet zone. `rows`: one bit a module, 1 is dark, each row in whole bytes."""

    side: int
    rows: bytes

    def is_dark(self, row: int, column: int) -> bool:
        """Whether a module is dark."""
        stride = (self.side + 7) // 8
        return bool(self.rows[row * stride + column // 8] >> 7 - column % 8 & 1)


def symbol(site: str, text: str) -> Symbol:
    """The smallest symbol that holds `site#text`.

    `text` takes the alphanumeric mode, and so does `site` where its letters allow (7.4.4), else the byte mode (7.4.5).
    Raises ValueError for a text with other letters, or more than the largest symbol holds.
    """
    frame = _frame(site, len(text))
    try:
        bits = "".join(map(_PAIRS.__getitem__, zip(text[::2], text[1::2], strict=False)))
        if len(text) % 2:
            bits += f"{_VALUES[text[-1]]:06b}"
    except KeyError:
        raise ValueError("the text has letters outside the alphanumeric mode") from None
    field = (int(bits or "0", 2) << frame.shift).to_bytes(frame.size)
    halves = hexlify(field).translate(_HALVES)
    picture = reduce(xor, map(getitem, frame.pictures, halves), frame.base)
    return Symbol(frame.side, picture.to_bytes(frame.picture_size))


def svg_path(drawn: Symbol) -> str:
    """The dark runs of the rows as closed rectangles, one unit a module."""
    return "".join(
        f"M{start} {row}h{end - start}v1h{start - end}z"
        for row in range(drawn.side)
        for start, end in _runs(drawn, row)
    )


def _runs(drawn: Symbol, row: int) -> Iterator[tuple[int, int]]:
    start = None
    for column in range(drawn.side + 1):
        dark = column < drawn.side and drawn.is_dark(row, column)
        if dark and start is None:
            start = column
        elif not dark and start is not None:
            yield start, column
            start = None


@dataclass(frozen=True, kw_only=True)
class _Frame:
    """A symbol but for its text. The text's bits, shifted, fill `size` bytes; every half of them chooses a picture."""

    side: int
    base: int
    pictures: tuple[tuple[int, ...], ...]
    shift: int
    size: int
    picture_size: int


@lru_cache(maxsize=256)
def _frame(site: str, length: int) -> _Frame:
    version, head = _smallest(site, length)
    tables = _tables(version)
    room = tables.data * 8
    field = length // 2 * 11 + length % 2 * 6
    tail = min(4, room - len(head) - field)  # 7.4.9: the terminator, then zeros to a whole codeword
    bits = head + "0" * (field + tail)
    bits += "0" * (-len(bits) % 8)
    bits += ("1110110000010001" * tables.data)[: room - len(bits)]  # 7.4.10: pad codewords
    start = len(head) // 8
    size = -(-(len(head) + field) // 8) - start
    chosen = hexlify(int(bits, 2).to_bytes(tables.data)).translate(_HALVES)
    return _Frame(
        side=tables.side,
        base=reduce(xor, map(getitem, tables.pictures, chosen), tables.base),
        pictures=tables.pictures[start * 2 :],
        shift=(start + size) * 8 - len(head) - field,
        size=size,
        picture_size=tables.side * tables.stride // 8,
    )


def _smallest(site: str, length: int) -> tuple[int, str]:
    """The smallest version that has room, and all bits before the text."""
    for version in _VERSIONS:
        head = _head(version, site, length)
        if head and len(head) + length // 2 * 11 + length % 2 * 6 <= _data_size(version) * 8:
            return version, head
    raise ValueError("more than the largest symbol holds")


def _head(version: int, site: str, length: int) -> str:
    """The segments before the text and the header of its own (7.4.2; counts: table 3), "" if a count has no room."""
    letters, octets = (9, 8) if version <= 9 else (11, 16) if version <= 26 else (13, 16)
    if set(site) <= _VALUES.keys():
        pairs = "".join(map(_PAIRS.__getitem__, zip(site[::2], site[1::2], strict=False)))
        single = f"{_VALUES[site[-1]]:06b}" if len(site) % 2 else ""
        first, plain = f"{_ALPHANUMERIC}{len(site):0{letters}b}{pairs}{single}", b"#"
    else:
        first, plain = "", f"{site}#".encode()
    if max(length, len(site)) >= 1 << letters or len(plain) >= 1 << octets:
        return ""
    second = f"{_BYTE}{len(plain):0{octets}b}" + "".join(f"{octet:08b}" for octet in plain)
    return f"{first}{second}{_ALPHANUMERIC}{length:0{letters}b}"


# --- The pictures of a version.


@dataclass(frozen=True, kw_only=True)
class _Tables:
    """`base`: the symbol of nothing but zeros. `pictures`: what each value of each half of a data byte turns in it."""

    side: int
    stride: int  # bits of a row, whole bytes
    data: int  # codewords
    base: int
    pictures: tuple[tuple[int, ...], ...]


@cache
def _tables(version: int) -> _Tables:
    side = 17 + 4 * version
    stride = (side + 7) // 8 * 8
    base = _function_patterns(version)
    cells = list(_free_cells(side, base.keys()))
    changed = [1 << (side - row) * stride - 1 - column for row, column in cells]
    dark = {cell for cell, is_dark in base.items() if is_dark} | {
        (row, column)
        for row, column in cells
        if (row + column) % 3 == 0  # 7.8.2, table 10: MASK
    }
    singles = _pictures_of_bits(version, changed)
    return _Tables(
        side=side,
        stride=stride,
        data=_data_size(version),
        base=sum(1 << (side - row) * stride - 1 - column for row, column in dark),
        pictures=tuple(_sums(singles[start : start + 4]) for start in range(0, len(singles), 4)),
    )


def _sums(four: list[int]) -> tuple[int, ...]:
    """The picture of each of the 16 values of four bits, most significant first."""
    sums = [0]
    for picture in reversed(four):
        sums += [picture ^ less for less in sums]
    return tuple(sums)


def _pictures_of_bits(version: int, changed: list[int]) -> list[int]:
    """For each data bit: its own module and those of the error correction bits that turn with it (7.5, 7.6)."""
    blocks, correction = _BLOCKS[version - 1], _CORRECTION[version - 1]
    data = _data_size(version)
    shorter, longer = data // blocks, data % blocks
    sizes = [shorter + (block >= blocks - longer) for block in range(blocks)]
    order = [(block, place) for place in range(max(sizes)) for block in range(blocks) if place < sizes[block]]
    sent_at = {where: number for number, where in enumerate(order)}
    remainders = _remainders(max(sizes), correction)
    pictures = []
    for block, size in enumerate(sizes):
        corrections = [
            changed[8 * (data + place * blocks + block) + bit] for place in range(correction) for bit in range(8)
        ]
        for place in range(size):
            own = changed[8 * sent_at[block, place] :]
            for bit in range(8):
                turned = f"{remainders[size - 1 - place][bit]:0{8 * correction}b}"
                pictures.append(
                    reduce(xor, (cell for cell, flag in zip(corrections, turned, strict=True) if flag == "1"), own[bit])
                )
    return pictures


def _remainders(most: int, degree: int) -> list[list[int]]:
    """By distance from the end of a block and by bit: the error correction codewords of that bit alone (7.5.2)."""
    generator = [1]
    for power in range(degree):
        generator = [
            high ^ _times(low, _POWERS[power]) for high, low in zip([*generator, 0], [0, *generator], strict=True)
        ]
    columns = []
    register = generator[1:]  # of the codeword 1 at the very end
    for _ in range(most):
        columns.append([int.from_bytes(_times(factor, 1 << 7 - bit) for factor in register) for bit in range(8)])
        first = register[0]
        register = [low ^ _times(first, factor) for low, factor in zip([*register[1:], 0], generator[1:], strict=True)]
    return columns


def _powers_of_two() -> list[int]:
    """The powers of 2 in GF(2⁸) modulo x⁸ + x⁴ + x³ + x² + 1 (7.5.2)."""
    powers = [1]
    while len(powers) < 255:
        doubled = powers[-1] << 1
        powers.append(doubled ^ 0x11D if doubled > 255 else doubled)
    return powers


_POWERS = _powers_of_two()
_LOGARITHMS = {value: power for power, value in enumerate(_POWERS)}


def _times(one: int, other: int) -> int:
    return _POWERS[(_LOGARITHMS[one] + _LOGARITHMS[other]) % 255] if one and other else 0


# --- Where things are in a symbol (6.3, 7.7 to 7.10).


@cache
def _data_size(version: int) -> int:
    """Data codewords at level M: what the other patterns and the error correction leave (6.3, table 9)."""
    aligned = len(_alignment(version))
    modules = (17 + 4 * version) ** 2 - 3 * 64 - 2 * (4 * version + 1) - 31 - 36 * (version >= 7)
    if aligned:
        modules -= 25 * (aligned * aligned - 3) - 2 * 5 * (aligned - 2)
    return modules // 8 - _BLOCKS[version - 1] * _CORRECTION[version - 1]


def _alignment(version: int) -> list[int]:
    """Rows, and columns, of the centres of alignment patterns (annex E): evenly spaced, even steps, the rest first."""
    if version == 1:
        return []
    gaps = version // 7 + 1
    step = 26 if version == 32 else -(-(4 * version + 4) // gaps // 2) * 2
    last = 4 * version + 10
    return [6, *(last - step * back for back in reversed(range(gaps)))]


def _function_patterns(version: int) -> dict[Cell, bool]:
    """Every module that carries no codeword, and whether it is dark."""
    side = 17 + 4 * version
    cells = {(6, place): place % 2 == 0 for place in range(side)}  # 6.3.5: timing
    cells |= {(column, row): dark for (row, column), dark in cells.items()}
    for top, left in ((0, 0), (0, side - 7), (side - 7, 0)):  # 6.3.3, 6.3.4: finders and separators
        cells |= {cell: dark for cell, dark in _square(top + 3, left + 3, 4) if max(cell) < side and min(cell) >= 0}
    centres = _alignment(version)
    for row, column in product(centres, centres):  # 6.3.6
        if (row, column) not in {(6, 6), (6, centres[-1]), (centres[-1], 6)}:
            cells |= dict(_square(row, column, 2))
    cells |= _format(side)
    if version >= 7:
        cells |= _version_information(version, side)
    return cells


def _square(row: int, column: int, reach: int) -> Iterator[tuple[Cell, bool]]:
    """Rings around a dark core: light ring 2 and 4 of a finder, light ring 1 of an alignment pattern."""
    light = {2, 4} if reach == 4 else {1}
    for down, right in product(range(-reach, reach + 1), repeat=2):
        yield (row + down, column + right), max(abs(down), abs(right)) not in light


def _format(side: int) -> dict[Cell, bool]:
    """7.9: level M (00) and the mask, protected by a (15, 5) code, twice; and the module that is always dark."""
    value = _coded(MASK, 10, 0x537) ^ 0x5412
    bits = [bool(value >> place & 1) for place in range(15)]
    by_finder = [(row, 8) for row in (0, 1, 2, 3, 4, 5, 7, 8)] + [(8, column) for column in (7, 5, 4, 3, 2, 1, 0)]
    elsewhere = [(8, side - 1 - place) for place in range(8)] + [(side - 7 + place, 8) for place in range(7)]
    return {
        **dict(zip(by_finder, bits, strict=True)),
        **dict(zip(elsewhere, bits, strict=True)),
        (side - 8, 8): True,
    }


def _version_information(version: int, side: int) -> dict[Cell, bool]:
    """7.10: the version, protected by an (18, 6) code, twice."""
    value = _coded(version, 12, 0x1F25)
    bits = {(place // 3, side - 11 + place % 3): bool(value >> place & 1) for place in range(18)}
    return bits | {(column, row): dark for (row, column), dark in bits.items()}


def _coded(value: int, degree: int, generator: int) -> int:
    """The value and the remainder of its division (annexes C and D)."""
    rest = value << degree
    while rest.bit_length() > degree:
        rest ^= generator << rest.bit_length() - degree - 1
    return value << degree | rest


def _free_cells(side: int, taken: Iterable[Cell]) -> Iterator[Cell]:
    """The places of bits in the order of the codewords: in pairs of columns from the right, up and down (7.7.3)."""
    taken = set(taken)
    pairs = [*range(side - 1, 6, -2), *range(5, 0, -2)]  # the column of the timing pattern counts for no pair
    for number, right in enumerate(pairs):
        rows = range(side) if number % 2 else range(side - 1, -1, -1)
        for row, column in product(rows, (right, right - 1)):
            if (row, column) not in taken:
                yield row, column
