"""Redo a draw from its published transcript: `python draw.py tirage.json`.

It needs Python 3.10 or later and nothing else. Written apart from `civics`: one checks the other.
"""

import hashlib
import hmac
import json
import re
import sys
import unicodedata
from pathlib import Path
from typing import Any, NoReturn

FORMAT = "civics draw 1"
LARGEST = 10**15
SPACES = re.compile("[ \u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]+")
UNSEEN = re.compile("[\u200c\u200d\ufe00-\ufe0f\U000e0000-\U000e03ff]")
FORBIDDEN = re.compile(
    "[\x00-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f"
    "\u2028-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufeff\uffa0\ufff0-\uffff]"
)
KEYS = {  # needed : allowed
    "file": "format title rule take dice pool events : beacon quotas published",
    "announced": "source round :",
    "quota": "feature value min max :",
    "committed": "stage author commitment :",
    "revealed": "stage author phrase :",
    "dice": "stage typed_by faces :",
    "beacon": "stage round randomness : signature",
    "published": ": drawn reserves order seed hashes unopened",
}
STAGES = ("committed", "revealed", "dice", "beacon")


def no(sentence: str) -> NoReturn:
    raise ValueError(sentence)


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    return dict(pairs) if len(dict(pairs)) == len(pairs) else no("une clé est là deux fois")


def keys(thing: Any, kind: str) -> dict[str, Any]:
    needed, allowed = (set(words.split()) for words in KEYS[kind].split(":"))
    if not isinstance(thing, dict) or needed - set(thing) or set(thing) - needed - allowed:
        no(f"il manque une clé, ou il y en a une de trop : {kind}")
    return thing


def rows(thing: Any, kind: str | None = None) -> list[Any]:
    listed = thing if isinstance(thing, list) else no(f"« {thing} » n’est pas une liste")
    return [keys(row, kind or row["stage"]) for row in listed]


def tidy(said: str) -> str:
    return SPACES.sub(" ", unicodedata.normalize("NFC", said)).strip(" ")


def line(said: Any) -> str:
    if not isinstance(said, str) or FORBIDDEN.search(tidy(said)) or not tidy(UNSEEN.sub("", said)):
        no(f"{said!r} ne va pas")
    return tidy(said)


def whole(number: Any, least: int, most: int) -> int:
    return number if type(number) is int and least <= number <= most else no(f"{number} ne va pas")


def form(pattern: str, said: str) -> str:
    return said if re.fullmatch(pattern, said) else no(f"« {said} » n’a pas la bonne forme")


def sha(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def each_once(names: list[str]) -> list[str]:
    twice = len({tidy(UNSEEN.sub("", name)) for name in names}) < len(names)
    return no(f"un nom est là deux fois : {names}") if twice else sorted(names)


def read_frozen(told: dict[str, Any]) -> tuple[str, list[Any], dict[str, Any]]:
    """The text of the freeze, the quotas, and each person's values in the order of the features."""
    bounds = []
    for quota in rows(told.get("quotas", []), "quota"):
        most = whole(quota["max"], 0, LARGEST)
        least, value = whole(quota["min"], 0, most), line(quota["value"])
        bounds.append((line(quota["feature"]), value, least, most))
    quotas, known = sorted(bounds), {row[:2] for row in bounds}
    features, people = sorted({feature for feature, _ in known}), {}
    for person in told["pool"] if isinstance(told["pool"], list) else no("le vivier ne va pas"):
        cells = {"id": person} if isinstance(person, str) else dict(person)
        name = line(cells.pop("id", None))
        traits = {line(feature): line(value) for feature, value in cells.items()}
        wrong = (
            sorted(traits) != features or set(traits.items()) - known or len(known) < len(bounds)
        )
        if wrong or name in people:
            no(f"« {name} » est là deux fois, ou ses réponses ne vont pas avec les quotas")
        people[name] = [traits[feature] for feature in features]
    take, names = whole(told["take"], 1, len(people)), each_once(list(people))
    beacon = told.get("beacon")
    if beacon is not None:
        beacon = keys(beacon, "announced")
        beacon = f"{whole(beacon['round'], 1, LARGEST)}\t{line(beacon['source'])}"
    lines = [FORMAT, *(f"{key}: {line(told[key])}" for key in ("title", "rule")), f"take: {take}"]
    lines += [f"dice: {whole(told['dice'], 25, LARGEST)}", f"beacon: {beacon or 'none'}"]
    lines += [f"quotas: {len(quotas)}", *("\t".join(map(str, row)) for row in quotas)]
    lines += [f"pool: {len(names)}", *("\t".join([name, *people[name]]) for name in names)]
    return "".join(row + "\n" for row in lines), quotas, {name: people[name] for name in names}


def seats(order: list[str], people: dict[str, Any], quotas: list[Any], take: int) -> list[str]:
    """Down the order, whoever passes no maximum and leaves room for the minimums to come."""
    features, seated = sorted({row[0] for row in quotas}), list[str]()
    for name in order:
        trial, fits = [*seated, name], len(seated) < take
        for place, feature in enumerate(features):
            values, missing = [people[one][place] for one in trial], 0
            for _, value, least, most in (row for row in quotas if row[0] == feature):
                fits = fits and (value != people[name][place] or values.count(value) <= most)
                missing += max(0, least - values.count(value))
            fits = fits and missing <= take - len(trial)
        seated = trial if fits else seated
    return seated if len(seated) == take else no("cet ordre ne remplit pas les quotas")


def shuffle(seed: str, left: list[str]) -> list[str]:
    order, counter = list[str](), 0
    while left:
        block = hmac.digest(bytes.fromhex(seed), f"order {counter}".encode(), "sha256")[:8]
        number, counter = int.from_bytes(block, "big"), counter + 1
        if number < 2**64 - 2**64 % len(left):
            order.append(left.pop(number % len(left)))
    return order


def replay(text: str) -> dict[str, Any]:
    """What the transcript gives; ValueError when it is not that of a regular ceremony."""
    told = keys(json.loads(text, object_pairs_hook=once), "file")
    record, quotas, people = read_frozen(told)
    hashes = {"frozen": sha(record)}
    events = rows(told["events"])
    sealed, opened, rolls, emitted = ([e for e in events if e["stage"] == s] for s in STAGES)
    if events != sealed + opened + rolls + emitted or told["format"] != FORMAT:
        no("les événements ne sont pas dans l’ordre : phrases scellées, ouvertes, dés, balise")
    if len(sealed) < 3 or len(rolls) != 2 or len(emitted) != (told.get("beacon") is not None):
        no("il faut trois phrases, deux saisies des dés, et la balise si elle est annoncée")
    authors = each_once([line(event["author"]) for event in sealed])
    promises = {line(e["author"]): form("[0-9a-f]{64}", e["commitment"]) for e in sealed}
    said = {line(e["author"]): "" if e["phrase"] is None else line(e["phrase"]) for e in opened}
    if sorted(said) != authors or len(opened) != len(authors):
        no("chaque phrase scellée doit être ouverte, ou notée absente, une fois")
    for author in filter(said.get, authors):
        sealing = f"{FORMAT} phrase\n{hashes['frozen']}\n{author}\n{said[author]}\n"
        if sha(sealing) != promises[author]:
            no(f"la phrase de « {author} » n’est pas celle qui était scellée")
    record += f"commitments: {len(authors)}\n"
    record += "".join(f"{author}\t{promises[author]}\n" for author in authors)
    hashes["committed"] = sha(record)
    record += "phrases:\n" + "".join(f"{said[author]}\n" for author in authors)
    hashes["revealed"] = sha(record)
    one, other = (event["faces"].replace(" ", "") for event in rolls)
    each_once([line(event["typed_by"]) for event in rolls])
    if one != other or len(form("[1-6]*", one)) != told["dice"]:
        no("les deux saisies des dés diffèrent, ou ne sont pas ce qui était annoncé")
    seed = hashes["dice"] = sha(record := f"{record}faces: {one}\n")
    for event in emitted:
        randomness = form("[0-9a-f]{64}", event["randomness"])
        if whole(event["round"], 1, LARGEST) != told["beacon"]["round"]:
            no("ce n’est pas l’émission annoncée")
        if event.get("signature") is not None:
            signed = bytes.fromhex(form("([0-9a-f]{2})+", event["signature"]))
            if hashlib.sha256(signed).hexdigest() != randomness:
                no("cette émission n’est pas l’empreinte de sa signature")
        seed = hashes["beacon"] = sha(record + f"randomness: {randomness}\n")
    order = shuffle(seed, list(people))
    drawn = seats(order, people, quotas, told["take"]) if quotas else order[: told["take"]]
    taken, found = set(drawn), {"drawn": drawn, "order": order, "seed": seed, "hashes": hashes}
    found["reserves"] = [name for name in order if name not in taken]
    found["unopened"] = [author for author in authors if not said[author]]
    for key, value in keys(told.get("published", {}), "published").items():
        if ([line(word) for word in value] if isinstance(value, list) else value) != found[key]:
            no(f"ce qui est publié (« {key} ») n’est pas ce que donne ce tirage")
    return found


if __name__ == "__main__":
    (given,) = sys.argv[1:2] or sys.exit(__doc__)
    try:
        result = replay(Path(given).read_bytes().decode("utf-8-sig"))
    except (ValueError, LookupError, TypeError, AttributeError, OSError, RecursionError) as problem:
        sys.exit(f"Refusé : {problem}")
    everyone = enumerate(result["drawn"] + result["reserves"], start=1)
    told = [f"{place:4}. {name}" for place, name in everyone]
    told.insert(len(result["drawn"]), "réserve, dans l’ordre :")
    told += [f"empreinte ({stage}) : {digest}" for stage, digest in result["hashes"].items()]
    sys.stdout.write("\n".join(["tirage :", *told, f"graine : {result['seed']}", ""]))
