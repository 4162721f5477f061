"""Languages as ID3 names them: by three letters of ISO 639-2, where we have a BCP 47 tag.

BCP 47 takes two letters where ISO 639-1 has them, and three of ISO 639-2 or 639-3 where it has
none, so only the two letters want a table.
"""

from functools import cache

UNKNOWN = "XXX"
"""Source: ID3 2.3.0, 3.3."""

_THREE_BY_TWO_LETTERS = """
aa aar ab abk ae ave af afr ak aka am amh an arg ar ara as asm av ava ay aym az aze ba bak be bel
bg bul bi bis bm bam bn ben bo bod br bre bs bos ca cat ce che ch cha co cos cr cre cs ces cu chu
cv chv cy cym da dan de deu dv div dz dzo ee ewe el ell en eng eo epo es spa et est eu eus fa fas
ff ful fi fin fj fij fo fao fr fra fy fry ga gle gd gla gl glg gn grn gu guj gv glv ha hau he heb
hi hin ho hmo hr hrv ht hat hu hun hy hye hz her ia ina id ind ie ile ig ibo ii iii ik ipk io ido
is isl it ita iu iku ja jpn jv jav ka kat kg kon ki kik kj kua kk kaz kl kal km khm kn kan ko kor
kr kau ks kas ku kur kv kom kw cor ky kir la lat lb ltz lg lug li lim ln lin lo lao lt lit lu lub
lv lav mg mlg mh mah mi mri mk mkd ml mal mn mon mr mar ms msa mt mlt my mya na nau nb nob nd nde
ne nep ng ndo nl nld nn nno no nor nr nbl nv nav ny nya oc oci oj oji om orm or ori os oss pa pan
pi pli pl pol ps pus pt por qu que rm roh rn run ro ron ru rus rw kin sa san sc srd sd snd se sme
sg sag si sin sk slk sl slv sm smo sn sna so som sq sqi sr srp ss ssw st sot su sun sv swe sw swa
ta tam te tel tg tgk th tha ti tir tk tuk tl tgl tn tsn to ton tr tur ts tso tt tat tw twi ty tah
ug uig uk ukr ur urd uz uzb ve ven vi vie vo vol wa wln wo wol xh xho yi yid yo yor za zha zh zho
zu zul
"""
"""Source: ISO 639-2, the terminological codes, which ISO 639-3 shares."""


def three_letters(tag: str) -> str:
    """The language of a BCP 47 tag as ID3 has it.

    >>> three_letters("en-GB"), three_letters("de"), three_letters("cmn-Latn-pinyin")
    ('eng', 'deu', 'cmn')
    >>> three_letters("und"), three_letters("x-klingon")
    ('XXX', 'XXX')
    """
    primary = tag.partition("-")[0].lower()
    if len(primary) == len(UNKNOWN) and primary.isascii() and primary.isalpha():
        return UNKNOWN if primary == "und" else primary
    return _table().get(primary, UNKNOWN)


def language_tag(letters: str) -> str:
    """The BCP 47 tag of what ID3 names by three letters, or by two as some programs do.

    >>> language_tag("eng"), language_tag("cmn"), language_tag("en"), language_tag("XXX")
    ('en', 'cmn', 'en', 'und')
    """
    lowered = letters.strip("\0 ").lower()
    if lowered in _table():
        return lowered
    two = {three: two for two, three in _table().items()}.get(lowered)
    if two is not None:
        return two
    is_name = len(lowered) == len(UNKNOWN) and lowered.isascii() and lowered.isalpha()
    return lowered if is_name and lowered != UNKNOWN.lower() else "und"


@cache
def _table() -> dict[str, str]:
    letters = _THREE_BY_TWO_LETTERS.split()
    return dict(zip(letters[::2], letters[1::2], strict=True))
