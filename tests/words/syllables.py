"""Syllables of French and Dutch words, counted as they are spoken: by groups of vowels and a few rules.

Flesch counts syllables "the way the word is pronounced"; a silent French -e,
-es or -ent is none. Libraries do not help: pyphen knows where a word may be
broken, which is not the same, and `syllables` is for English.
"""

import re

# A silent u, as in "que" or "guichet".
_SILENT_U = re.compile(r"(?<=q)u|(?<=g)u(?=[eéèêiîy])")
_FRENCH_VOWELS = "aeiouyàâäéèêëîïôöùûüœæ"
# Where a group of vowels is two syllables: é|a, o|é, ou|é, na|ï|f, cli|ent, tu|er, en|vo|y|er.
_FRENCH_CUTS = [
    (re.compile(r"é(?=[aàâeouéi])"), "é-"),
    (re.compile(r"(?<=[aeo])(?=[ïéèë])"), "-"),
    (re.compile(r"ou(?=[aeéèo])"), "ou-"),
    (re.compile(r"(?<=[bcdfgptv][lr]i)(?=[aeéèo])"), "-"),
    (re.compile(r"(?<![aeoqg])u(?=[aéèo]|e(?![iu]))"), "u-"),
    (re.compile(rf"(?<=[{_FRENCH_VOWELS}])y(?=[{_FRENCH_VOWELS}])"), "-"),
]
_GROUP = re.compile(rf"[{_FRENCH_VOWELS}]+")
# Where -ent is spoken: in -ment, but not in verbs; and in these.
_VERBS_IN_MENT = re.compile(r"^[ldnsm]?(?:ai|fer|for|dor|confir|nom|cal|ani|esti|affir)m+ent$")
_SPOKEN_ENT = re.compile(
    r"ment$|^[ldnsm]?(?:souv|arg|cli|pati|urg|par|cont|prés|accid|abs|ag|acc|réc|différ|présid|tal|fréqu|[lvcd])ent$"
)
_FRENCH_ODD = {"pays": 2, "août": 1, "mail": 1, "week": 1, "spam": 1, "site": 1}


def french(word: str) -> int:
    """Syllables of one French word, without apostrophe or hyphen; at least one."""
    word = word.lower()
    if word in _FRENCH_ODD:
        return _FRENCH_ODD[word]
    word = _SILENT_U.sub("", word)
    if word.endswith("ent") and (_VERBS_IN_MENT.search(word) or not _SPOKEN_ENT.search(word)):
        word = word[:-3]
    elif len(word) > 2:
        word = re.sub(r"es?$", "", word)
    for pattern, cut in _FRENCH_CUTS:
        word = pattern.sub(cut, word)
    return max(1, len(_GROUP.findall(word)))


# One syllable each, the longest first; whatever else stands together is spoken apart.
_DUTCH_GROUP = re.compile(
    r"[äëïöü]e?|aai|ooi|oei|eeuw|ieuw|eeu|ieu|aa|ee|oo|uu|ie(?!e)|oe|ui|ij|ei|eu|au|ou|ai|[aeiouy]"
)
_DUTCH_ODD = re.compile(r"team|online|website|tion")
_DUTCH_SHORT = {"team": "tim", "online": "onlain", "website": "websait", "tion": "son"}
_PLAIN = str.maketrans("áàâéèêíóòôúû", "aaaeeeiooouu")


def dutch(word: str) -> int:
    """Syllables of one Dutch word; at least one."""
    word = word.lower().translate(_PLAIN)
    word = _DUTCH_ODD.sub(lambda found: _DUTCH_SHORT.get(found[0], found[0]), word)
    return max(1, len(_DUTCH_GROUP.findall(word)))
