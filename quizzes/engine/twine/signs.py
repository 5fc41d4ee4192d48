"""The signs of Twine's story formats. Each pattern stops where the next could begin, so that no text is tried twice."""

import re

# Where something other than words may begin.
SIGN = re.compile(
    r"<!--|/%|/\*|<%|<<|\[[<>]?img\[|\[\[|\((?=[a-z])|</?(?=[A-Za-z])|[\[\]{}]|\$(?=[A-Za-z_])", re.IGNORECASE
)
LINK = re.compile(r"\[\[([^\[\]\n]++)\](?:\[([^\[\]\n]*+)\])?\]")
IMAGE = re.compile(r"\[[<>]?img\[([^\[\]\n]++)\](?:\[([^\[\]\n]*+)\])?(?:\[[^\[\]\n]*+\])?\]", re.IGNORECASE)
# In quotation marks a macro may say what would end it; one that is not closed ends with its line.
MACRO = re.compile(
    r"""<<(/?[\w=-]++)((?:"(?:[^"\\\n<]|\\[^<\n]|<(?!<))*+"?|'(?:[^'\\\n<]|\\[^<\n]|<(?!<))*+'?|[^>"'<]|>(?!>)|<(?!<))*+)>>"""
)
PLAIN_MACRO = re.compile(r"<<(/?[\w=-]++)([^<>\n]*+)>>")
HARLOWE = re.compile(r"\(([a-z][a-z0-9-]*+):")
BLOCKS = re.compile(r"""[()]|"(?:[^"\\]|\\.)*+"?|(?<!\w)'(?:[^'\\]|\\.)*+'?""", re.DOTALL)
QUOTED = re.compile(r""""([^"\n]*+)"|(?<!\w)'([^'\n]*+)'""")
INSERT = re.compile(r"\{[^{}\n]++\}")
BRACES = re.compile(r"\$[A-Za-z_]\w*+(?:\.[A-Za-z_]\w*+)*+")
TAG = re.compile(r"""<(/?)([A-Za-z][A-Za-z0-9-]*+)(?:[^<>"']|"[^"<]*+"|'[^'<]*+'|["'])*+>""")
VALUE = re.compile(r"(?:https?|mailto|javascript|vbscript|data|file|ftp):", re.IGNORECASE)
MODIFIER = re.compile(
    r"\[((?:if|ifalways|ifnever|unless|else|continue|cont|cont'd|after|align|append|css|javascript|note|note to myself"
    r"|todo|n\.b\.|fyi)\b)[^\[\]]*\]",
    re.IGNORECASE,
)
# What is left and still looks like code, and what makes letters bold, italic or large.
CODE_LEFT = re.compile(r"<<|>>|<%|%>|\{\{|\}\}|\|[\w-]++>\[|\]<[\w-]++\||^[ \t]*[\[{(][a-z-]++:", re.MULTILINE)
FORMATTING = re.compile(r"''|(?<!:)//|\*\*|~~|\^\^|__|^(?:[!#>]{1,6}|[*+-]) ", re.MULTILINE)


def words(text: str) -> frozenset[str]:
    """The words that stand there."""
    return frozenset(text.split())


CODE_MACROS = words("script silently widget style")
LINKING = words("""
    link button click choice linkreplace linkappend linkprepend link-goto link-replace link-reveal link-repeat
    link-reveal-goto link-storylet
""")
GOING = words("goto go-to")
HARLOWE_MACROS = (
    LINKING
    | GOING
    | words("""
    set put move if unless else-if else elseif either random display print history text-style text-colour
    text-color colour color align live event alert prompt confirm array dataset datamap ds dm a replace append
    prepend show hide rerun click click-replace click-goto mouseover mouseout transition transition-arrive
    transition-depart t8n css font background bg hook enchant change cycling-link seq-link dropdown checkbox
    input-box box float-box char-style line-style for loop stop restart undo link-undo save-game load-game cond nth
    str num round min max size word-count current-time
""")
)
MEDIA = words("img picture audio video source track iframe embed object svg canvas")
HTML = MEDIA | words("""
    a abbr acronym address article aside b base bdi bdo big blockquote body br button caption center cite code col
    colgroup dd del details dfn dialog div dl dt em fieldset figcaption figure font footer form frame frameset h1
    h2 h3 h4 h5 h6 head header hr html i input ins kbd label legend li link main map mark marquee math menu meta
    meter nav noscript ol optgroup option output p param path pre progress q rp rt ruby s samp script section
    select small span strike strong style sub summary sup table tbody td template textarea tfoot th thead time
    title tr tt u ul var wbr
""")
