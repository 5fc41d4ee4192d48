import pytest

from certificates.normal import Face, faces_for, script_of
from certificates.pdf.setting import FixedType, SetLine, Typesetter, set_line
from certificates.pdf.slow import SlowPath

BLACK = (0.0, 0.0, 0.0)


def line(name: str, *, size: float = 34) -> SetLine:
    return set_line(name, faces_for(name), direction=script_of(name).direction, size=size)


def test_line_is_written_with_its_kerning():
    shown = Typesetter().add(line("AVA"), x=48.2, baseline=300, colour=(0.1, 0.2, 0.3))

    assert shown == b"0.1 0.2 0.3 rg BT 1 0 0 1 48.2 300 Tm /N0 34 Tf[<0001>114<0002>125<0001>]TJ ET\n"


def test_fixed_type_takes_no_new_letter():
    fixed = FixedType([set_line("0123456789-TD", [Face.COMMISSIONER_SEMIBOLD], direction="ltr", size=11)])

    with pytest.raises(SlowPath, match="knows its letters"):
        fixed.add(
            set_line("TD-X", [Face.COMMISSIONER_SEMIBOLD], direction="ltr", size=11), x=0, baseline=0, colour=BLACK
        )
