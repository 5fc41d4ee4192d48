"""Names to set: difficult ones by purpose, and as many as a test wants as Europe might bring them."""

import random

from faker import Faker

from certificates.normal import printed_name

# As typed. What each is for stands in its key.
SPECIAL_NAMES = {
    "one letter": "O",
    "one letter of a right-to-left script": "ع",
    "very long": "María Guadalupe Esperanza de los Ángeles Fernández-Villaverde y Montgomery-Oikonomopoulou",
    "very long word": "Donaudampfschifffahrtsgesellschaftskapitänswitwe",
    "widest": "W" * 120,
    "narrowest": "il" * 60,
    "kerning": "AVA Toyota Wolf LT Yves Ty Řř",
    "ligatures": "Affleck Griffith Wolff-Fjord Pfeiffer ffi ffl",
    "decomposed": "Wis\u0301niewska Bjo\u0308rn A\u030angstro\u0308m",
    "decomposed Vietnamese": "Nguye\u0302\u0303n Thi\u0323 A\u0301nh",
    "marks without a letter of their own": "Q\u0307ōt\u0331 M\u0302ra z\u0327",
    "stacked marks": "Z\u0323\u0304\u0301algo",
    "three marks on one letter": "Q\u0302\u0303\u0308",
    "mark from another face": "L\u0331ōt\u0331",
    "Vietnamese": "Đỗ Thị Phượng Quỳnh Nguyễn Ngọc Ẩn Ữ",
    "Icelandic": "Þórður Æsir Guðmundsdóttir",
    "Faroese": "Høgni Ðórálvur á Løgmansbø",
    "Maltese": "Ġorġ Ħandaq Żammit-Ċutajar",
    "Azeri": "Əli Şəfəq Quliyev",
    "Turkish": "İbrahim Işıl Gülşen Çağrı",
    "Northern Sámi": "Áilu Čáhci Ŋuorta Đorsjá Žiga Ŧ",
    "Welsh": "Siân Ŵyn Llŷr Ẁ ẃ",
    "Irish": "Caoimhín MacGiolla Phádraig d'Éire",
    "Dutch digraph": "Ĳsbrand van den IJssel ĳ",
    "Dutch": "Joriß 's-Gravesande in ’t Veld",
    "German capital sharp s": "GROẞ Strauß",
    "Catalan middle dot": "Gal·la Àvila i Pal·làs",
    "Catalan single letter": "Maŀla",
    "Romanian with comma": "Ștefan Țepeș",
    "Romanian with cedilla": "Ştefan Ţepeş",
    "Latvian": "Ģirts Ķīsis Ņikita Ļ Ŗ",
    "Lithuanian": "Žygimantas Ąžuolas Ėglė Ų̄",
    "Polish": "Zażółć Gęślą Jaźń",
    "Czech": "Jiří Ďáblík Ťuk Ľubomír Ĺ",
    "Croatian digraphs": "Ǆenana Ljubica ǉ ǌ ǅ",
    "Hungarian": "Őry Űzött Ödön",
    "Estonian": "Õnne Ülle Šaraškin",
    "Basque": "Iñaki Goñi Itziar",
    "Breton": "Per-Jakez Koñvarc'h",
    "Portuguese": "João D’Assunção e Conceição",
    "Lower Sorbian": "Mjertyn Ŕak Ź Ł",
    "ordinals": "Felipe 2º Juan Carlos I",
    "digits and stops": "Henry VIII., jr. 3rd & Co.",
    "hyphens": "Anna-Maria Jean‐Luc Mary‑Ann A–B C—D",
    "apostrophes": "O’Neil O'Neil Oʼzbek Oʻgʻli d´Arc L‘A",
    "quotes": '„Ann“ “Bob” «Cé» ‹D› "E"',
    "brackets": "Ann (Berg) [Bo]",
    "slash": "Ann/Bo",
    "spaces": "  Anna\u00a0Maria \u2009 Berg ",
    "Greek": "Ελένη Παπαδοπούλου-Χατζηκωνσταντίνου",
    "Greek with breathings": "Ἀχιλλεὺς ᾍδης Ῥόδη",
    "Greek capitals": "ΪΩΆΝΝΗΣ ΑΎ ς",
    "Serbian": "Ђорђе Љубица Ћирић Џ ѓ",
    "Macedonian": "Ѓорѓи Ќулавкова Ѕвездан",
    "Ukrainian": "Ґалаґан Їжакевич Євген Ізмаїл М’ята",
    "Bulgarian": "Щерю Ъглов Ъ",
    "Belarusian": "Ўладзімір Дзмітрыеў",
    "Kazakh": "Әлібек Ғабит Қанат Ңұр Өмір Ұлан Үсен Һ І",
    "Tatar": "Җәмилә Һади",
    "Cyrillic with marks": "А́нна И̂ван",
    "old Cyrillic": "Ѣ ѵ Ѳёдор",
    "Arabic": "فاطمة الزهراء",
    "Arabic with vowels": "مُحَمَّد بْنُ عَلِيٍّ",
    "Arabic with tatweel": "محـمـد",
    "Arabic with lam-alef": "لا إلاهة الأمين الإمام الآن",
    "Arabic digits": "فاطمة ٣ ۴",
    "Arabic name of God": "عبد الله",
    "Arabic with a superscript alef": "رحمٰن",
    "Arabic with hyphen and comma": "فاطمة-الزهراء، علي",
    "Persian": "پرویز گلچین ژاله کیانی",
    "Kurdish": "ڕێبوار ئازاد ڵە ۆ",
    "Pashto": "ښایسته ګل ځواک ټوپک ړ ڼ ې ۍ",
    "Urdu": "ڈاکٹر محمد ہادی ے ٹ",
    "Sindhi": "ڪريم ڦاٽو ٻ ڄ ڳ",
    "Uyghur": "ئۇيغۇر ۈ ې ڭ",
    "Hebrew": "מרים כהן-לוי",
    "Hebrew with points": "מִרְיָם כֹּהֵן שָׁלוֹם",
    "Hebrew with maqaf and geresh": "בן־ציון ג׳ורג׳ חב״ד",
    "Yiddish": "ייִדיש װאָלף פֿײגל",
    "Georgian": "ნინო ბერიძე",
    "Georgian capitals": "ᲜᲘᲜᲝ ᲑᲔᲠᲘᲫᲔ",
    "Georgian Asomtavruli": "Ⴌინო Ⴁერიძე",
    "Georgian with marks": "ა\u0304ნა\u0302",
    "Armenian": "Անահիտ Սարգսյան",
    "Armenian ligatures": "Արևիկ ﬓ մն մե մի վն մխ",
    "Armenian with marks": "Անահի՛տ Սարգսյան՜ Օր.",
    "Latin and Arabic": "Fatima فاطمة",
    "Arabic and Latin": "فاطمة Fatima",
    "Arabic in brackets": "Fatima (فاطمة) Ali",
    "Latin in brackets": "فاطمة (Fatima) علي",
    "Arabic, digits and Latin": "فاطمة 12 Fatima 34 علي",
    "Latin and Hebrew": "Miriam מרים Cohen",
    "Hebrew and Latin": "מרים Miriam כהן",
    "Hebrew and Arabic": "מרים فاطمة",
    "Hebrew, digits": "מרים 12-34 כהן, 5",
    "Latin and Greek": "Eleni Ελένη",
    "Latin and Cyrillic": "Ivan Иван Petrov",
    "Latin and Cyrillic with hyphens": "Ann-Мария-Ann",
    "Latin and Georgian": "Nino ნინო 2",
    "Latin and Armenian": "Anahit Անահիտ O’Neil",
    "every script": "Ann Άννα Анна آنا אנה ანა Աննա",
    "a letter of another face inside a word": "Ҳасан Аҳмад فاطمة",
    "spaces between faces": "Анна Ҳ б Ҳ Ҳ в ا",
    "brackets across scripts": "(Ann [Иван) Άννα]",
    "brackets at both ends": "(مريم) Ann (Мария)",
    "leading signs": "‘Ann’ - (فاطمة",
    "trailing signs": "فاطمة. ,",
}

# Taken as names until they were refused: their certificates are drawn as they were issued.
ISSUED_BEFORE = {
    "markup": "<img src='file:///etc/passwd'> & Ann",
    "other signs": "Ann/Bo_b+c {C} 5%",
}

# Shares in a thousand, roughly by who lives and works in Europe.
_SHARES = {
    "de_DE": 120, "fr_FR": 100, "it_IT": 90, "es_ES": 80, "en_GB": 70, "pl_PL": 60, "ro_RO": 40, "nl_NL": 40,
    "nl_BE": 20, "pt_PT": 25, "cs_CZ": 25, "hu_HU": 25, "sv_SE": 30, "el_GR": 35, "bg_BG": 25, "da_DK": 20,
    "fi_FI": 30, "sk_SK": 15, "no_NO": 15, "ga_IE": 8, "hr_HR": 12, "lt_LT": 8, "sl_SI": 8, "lv_LV": 8,
    "et_EE": 8, "is_IS": 4, "mk_MK": 4, "es_CA": 8, "uk_UA": 35, "ru_RU": 10, "tr_TR": 20, "az_AZ": 2,
    "vi_VN": 3, "ar_AA": 12, "ar_PS": 5, "fa_IR": 5, "he_IL": 4, "ka_GE": 3, "hy_AM": 3,
}  # fmt: skip
_OWN_SCRIPT = {"el_GR", "bg_BG", "uk_UA", "ru_RU", "mk_MK", "ar_AA", "ar_PS", "fa_IR", "he_IL", "ka_GE", "hy_AM"}


def european_names(count: int = 5000, seed: int = 20260930) -> list[str]:
    """Names as they would be printed, always the same. One in fifty of another script has a Latin name beside it."""
    chance = random.Random(seed)
    speakers = {locale: Faker(locale) for locale in _SHARES}
    for place, speaker in enumerate(speakers.values()):
        speaker.seed_instance(seed + place)
    locales = chance.choices(list(_SHARES), weights=list(_SHARES.values()), k=count)
    return [printed_name(_typed(speakers, locale, chance)) for locale in locales]


def _typed(speakers: dict[str, Faker], locale: str, chance: random.Random) -> str:
    name: str = speakers[locale].name()
    if locale in _OWN_SCRIPT and chance.random() < 0.02:
        return f"{name} ({speakers['fr_FR'].name()})"
    return name
