"""A page with nothing but set lines, to be read by others."""

from collections.abc import Sequence

from certificates.normal import faces_for, script_of
from certificates.pdf.setting import SetLine, Typesetter, set_line

_FIRST = 5


def line(name: str, *, size: float = 34) -> SetLine:
    """The name in one line, as a certificate would have it."""
    return set_line(name, faces_for(name), direction=script_of(name).direction, size=size)


def page(lines: Sequence[SetLine]) -> bytes:
    """A PDF of one page, a line below the other."""
    typesetter = Typesetter()
    shown = b"".join(
        typesetter.add(each, x=40, baseline=40 + 60 * place, colour=(0, 0, 0))
        for place, each in enumerate(reversed(lines))
    )
    bodies = [
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 2000 %d]/Contents 4 0 R/Resources<</Font<<%b>>>>>>"
        % (60 * len(lines) + 40, typesetter.resources(_FIRST)),
        b"<</Length %d>>stream\n%b\nendstream" % (len(shown), shown),
        *typesetter.objects(_FIRST),
    ]
    content = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(content))
        content += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    size = len(bodies) + 1
    return b"%bxref\n0 %d\n0000000000 65535 f \n%btrailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (
        content,
        size,
        table,
        size,
        len(content),
    )
