"""What columns are called, in several languages. Reach for it to teach the guess another header.

    Geburtsdatum → property birth_date       Name (fa) → name, in fa       alias_2 → aliases

A header is compared word by word, without case, accents and signs. A language before or after the
words of a role is the language of that column; a number after them is that of one column of some.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Final, NamedTuple

_ROLES: Final = {
    "id": """
        id | identifier | uid | uuid | guid | entity id | record id | key | code | ref | reference
        | reference number | external id | qid | wikidata id | geonameid | geonames id | lei | ror
        | ror id | kennung | schlussel | kennziffer | kundennummer | customer id | identifiant
        | identificador | identificatore | codigo | codice | clave | cle | nr | no | number
        | numero | nummer | شناسه | الرقم | معرف | код | идентификатор | מזהה | 编号 | 番号
    """,
    "name": """
        name | full name | fullname | display name | canonical name | preferred name | primary name
        | main name | entity name | whole name | names | nom | nom complet | nombre
        | nombre completo | nome | nome completo | naam | nazwa | namn | navn | nimi | nev | jmeno
        | ad | isim | ad soyad | vollstandiger name | имя | фио | название | наименование | ім я
        | назва | ονομα | الاسم | اسم | الاسم الكامل | نام | نام کامل | שם | שם מלא | 名称 | 姓名
        | 名字 | 名前 | 氏名 | 이름 | 성명
    """,
    "name of organization": """
        company | company name | organization | organisation | organization name
        | organisation name | firm | firm name | institution | institution name | legal entity name
        | firma | firmenname | unternehmen | organisation | societe | entreprise | empresa
        | razon social | azienda | ragione sociale | bedrijf | bedrijfsnaam | kurum | sirket
        | library | museum | archive | university | hospital | agency | ministry | bibliothek
        | archiv | universitat | krankenhaus | einrichtung | behorde | bibliotheque | musee
        | archives | universite | hopital | etablissement | biblioteca | museo | archivo
        | universidad | universita | istituzione | biblioteka | muzeum | instytucja
        | библиотека | музей | университет | مكتبة | متحف | جامعة | کتابخانه | دانشگاه | 图书馆
        | 大学
        | организация | компания | شركة | شرکت | سازمان | المؤسسة | חברה | 公司 | 公司名称 | 会社名
    """,
    "name of person": """
        person | person name | employee | employee name | contact name | politician | athlete
        | persona | personne | kisi
    """,
    "name of place": """
        city | city name | town | place | place name | location name | settlement | stadt | ort
        | ortsname | ville | commune | ciudad | lugar | citta | cidade | plaats | sehir | город
        | مدينة | شهر | עיר | 城市
    """,
    "name of vessel": "vessel | vessel name | ship | ship name | schiff | navire | buque | судно",
    "name of product": "product | product name | produkt | produit | producto | brand | marke",
    "name of event": "event | event name | ereignis | evenement | evento",
    "name of work": "work title | book title | film title | song title",
    "label": "label | title | titel | titre | titulo | titolo | bezeichnung | designation",
    "first name": """
        first name | given name | forename | firstname | givenname | vorname | prenom
        | nombre de pila | nome proprio | voornaam | имя собственное
    """,
    "last name": """
        last name | family name | surname | lastname | familyname | nachname | familienname
        | nom de famille | apellido | apellidos | cognome | sobrenome | achternaam | soyad | soyadi
        | фамилия
    """,
    "type": """
        type | entity type | kind | category | class | typ | art | kategorie | categorie | tipo
        | categoria | soort | tur | тип | النوع | نوع | סוג | 类型
    """,
    "country": """
        country | country code | countries | nation | iso country | country iso | country name
        | iso2 | land | staat | landercode | landeskennung | pays | code pays | pais | paese | kraj
        | lander | ulke | страна | країна | χωρα | البلد | الدولة | بلد | کشور | מדינה | ארץ | 国家
        | 国 | 국가
    """,
    "description": """
        description | short description | summary | comment | comments | note | notes | remarks
        | beschreibung | bemerkung | anmerkung | kommentar | descripcion | descrizione | descricao
        | omschrijving | aciklama | описание | примечание | الوصف | توضیحات | תיאור | 描述 | 説明
    """,
    "prominence": """
        prominence | population | inhabitants | pageviews | page views | views | sitelinks
        | followers | employees | citations | popularity | einwohner | einwohnerzahl | habitants
        | poblacion | popolazione | populacao | inwoners | nufus | население | السكان | جمعیت
        | אוכלוסייה | 人口
    """,
    "alias": """
        alias | aliases | alias name | alias names | aka | a k a | also known as | other name
        | other names | alternative name | alternative names | alternate name | alternate names
        | alt name | alt names | altname | altnames | alternatenames | synonym | synonyms | variant
        | variants | name variants | spelling | spellings | short name | known as | weitere namen
        | auch bekannt als | andere namen | autres noms | otros nombres | altri nomi | outros nomes
        | diger adlar | псевдоним | другие имена | أسماء أخرى | نام های دیگر | 别名 | 別名
    """,
    "alias former": """
        former name | former names | previous name | previous names | old name | old names
        | historic name | historical name | formerly | fka | fruherer name | ehemaliger name
        | ancien nom | nombre anterior | прежнее название
    """,
    "alias acronym": "acronym | acronyms | abbreviation | abbreviations | abkurzung | akronym "
    "| sigle | sigla | siglas | kurzel | аббревиатура",
    "alias native": "native name | local name | original name | name in original script "
    "| original script name | name original script | originalname | nom original",
    "alias transliteration": "transliteration | transliterated name | romanized name "
    "| romanization | latin name | ascii name | asciiname",
    "alias legal": "legal name | registered name | official name | rechtlicher name "
    "| offizieller name | raison sociale | nom officiel",
    "alias nickname": "nickname | nicknames | spitzname | surnom | apodo | kunya",
    "property birth_date": """
        birth date | birthdate | date of birth | dob | born | birthday | geburtsdatum | geboren
        | geburtstag | date de naissance | naissance | ne le | fecha de nacimiento | nacimiento
        | data di nascita | data de nascimento | geboortedatum | dogum tarihi | дата рождения
        | تاريخ الميلاد | تاریخ تولد | תאריך לידה | 出生日期 | 生年月日
    """,
    "property death_date": """
        death date | date of death | died | todesdatum | gestorben | date de deces
        | fecha de muerte | data di morte | дата смерти | تاريخ الوفاة
    """,
    "property birth_place": "birth place | birthplace | place of birth | pob | geburtsort "
    "| lieu de naissance | lugar de nacimiento | luogo di nascita | место рождения",
    "property nationality": "nationality | nationalities | citizenship | staatsangehorigkeit "
    "| nationalitat | nationalite | nacionalidad | nazionalita | гражданство | الجنسية | ملیت",
    "property gender": "gender | sex | geschlecht | sexe | sexo | sesso | пол | الجنس | جنسیت",
    "property latitude": "latitude | lat | breite | breitengrad | latitud | latitudine | широта",
    "property longitude": "longitude | lon | lng | long | lange | langengrad | longitud | долгота",
    "property admin1": "admin1 | admin 1 | admin1 name | state | province | bundesland | provinz "
    "| region | governorate | provincia | estado | область | استان | محافظة",
    "property admin2": "admin2 | admin 2 | admin2 name | county | district | landkreis",
}
"""By role, the headers that have it, in their plain form."""

_LANGUAGES: Final = {
    "arabic": "ar",
    "arabisch": "ar",
    "arabe": "ar",
    "chinese": "zh",
    "chinesisch": "zh",
    "english": "en",
    "englisch": "en",
    "anglais": "en",
    "farsi": "fa",
    "french": "fr",
    "francais": "fr",
    "german": "de",
    "deutsch": "de",
    "greek": "el",
    "hebrew": "he",
    "hebraisch": "he",
    "italian": "it",
    "japanese": "ja",
    "korean": "ko",
    "kurdish": "ku",
    "persian": "fa",
    "persisch": "fa",
    "portuguese": "pt",
    "russian": "ru",
    "russisch": "ru",
    "russe": "ru",
    "spanish": "es",
    "turkish": "tr",
    "ukrainian": "uk",
    "urdu": "ur",
}
"""What languages are called, where no tag says them."""

_TAGS: Final = frozenset(
    """
    af am ar az be bg bn bs ca cs cy da de dv el en es et eu fa fi fr ga gl gu ha he hi hr hu hy
    ig it ja ka kk km kn ko ku ky la lb lo lt lv mk ml mn mr ms mt my ne nl pa pl ps pt ro
    ru sd si sk sl sq sr sv sw ta te tg th ti tk tr tt ug uk ur uz vi yo zh zu ckb
    """.split()
)
"""Tags of languages (ISO 639) that a header may end with; those that are words too are not among
them: id, no, or, is, so."""

_TAGGED: Final = re.compile(r"(?i)^(.+?)[\s_:@.(\[/-]+([a-z]{2,3})(?:[_-]([a-z]{4}))?[)\]]?\s*$")
_CAMEL: Final = re.compile(r"(?<=[a-z])(?=[A-Z])")


class Header(NamedTuple):
    """What a header says.

    Args:
        role: The role of the column; "" where it is not known.
        language: The tag of the language that it names, if any.
        plain: Its words, without the language and the number.
        has_number: Whether it is one column of some, by a number after the words.
    """

    role: str
    language: str | None
    plain: str
    has_number: bool


def read_header(header: str) -> Header:
    """What a header says of its column."""
    for words, language in _readings(header):
        numbered = re.fullmatch(r"(.*\D) ?\d{1,3}", words)
        for plain in (words, numbered[1].strip() if numbered else words):
            role = _BY_HEADER.get(plain, "")
            if role and (language is None or role.startswith(("name", "label", "alias", "desc"))):
                return Header(role, language, plain, plain != words)
    words = plain_header(header)
    numbered = re.fullmatch(r"(.*\D) ?\d{1,3}", words)
    return Header("", None, numbered[1].strip() if numbered else words, numbered is not None)


def rank(role: str, plain: str) -> int:
    """How far down a header stands in the list of its role: the first is the surest."""
    return _RANKS[role].get(plain, len(_RANKS[role]))


def plain_header(header: str) -> str:
    """A header in small letters without accents, with single spaces between its words."""
    text = unicodedata.normalize("NFKD", _CAMEL.sub(" ", header)).casefold()
    text = "".join(each for each in text if not unicodedata.combining(each))
    return " ".join(re.findall(r"[^\W_]+", text))


def _readings(header: str) -> Iterator[tuple[str, str | None]]:
    """The ways to read a header: its words, and the language that it names."""
    yield plain_header(header), None
    tagged = _TAGGED.match(header)
    if tagged is not None and tagged[2].lower() in _TAGS:
        script = f"-{tagged[3].title()}" if tagged[3] else ""
        yield plain_header(tagged[1]), tagged[2].lower() + script
    words = plain_header(header).split()
    if len(words) > 1:
        for language, rest in ((words[0], words[1:]), (words[-1], words[:-1])):
            tag = _LANGUAGES.get(language)
            if tag is not None:
                yield " ".join(word for word in rest if word not in ("in", "en", "auf")), tag


def _listed(headers: str) -> list[str]:
    return [plain_header(each) for each in headers.split("|")]


_RANKS: Final[Mapping[str, Mapping[str, int]]] = {
    role: {header: place for place, header in enumerate(_listed(headers))}
    for role, headers in _ROLES.items()
}
_BY_HEADER: Final[Mapping[str, str]] = {
    header: role for role, headers in _RANKS.items() for header in headers
}
