#!/usr/bin/env python3
"""Témoin d'un registre public : vérifie qu'il n'a fait que grandir depuis la dernière fois, puis signe.

    python3 temoin.py https://exemple.org/registre/journal --nom amina.exemple.org

Un seul fichier, Python 3.9 ou plus récent et rien d'autre : lis-le avant de t'en servir. La première
fois, il garde la clé du registre et fabrique la tienne, dans le dossier « temoin ». Les fois suivantes,
il compare avec ce qu'il a gardé. Il finit par 0 si tout va bien, par 1 si le passé a été réécrit ou si
rien ne se vérifie.
Formats : c2sp.org/tlog-checkpoint, tlog-tiles, tlog-cosignature ; RFC 6962 et RFC 8032.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import os
import sys
import time
import urllib.request
from collections.abc import Callable
from pathlib import Path

Point = tuple[int, int, int, int]
Key = tuple[str, bytes, bytes]
Fetch = Callable[[str], bytes]

# Ed25519 (RFC 8032): a point is (x, y, z, t) on -x² + y² = 1 + d·x²·y², with x = X/Z, y = Y/Z, xy = T/Z
P = 2**255 - 19
ORDER = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
ROOT_OF_MINUS_ONE = pow(2, (P - 1) // 4, P)
NOTHING = (0, 1, 1, 0)


def add(one: Point, other: Point) -> Point:
    a, b = (one[1] - one[0]) * (other[1] - other[0]), (one[1] + one[0]) * (other[1] + other[0])
    c, d = 2 * one[3] * other[3] * D, 2 * one[2] * other[2]
    e, f, g, h = b - a, d - c, d + c, b + a
    return e * f % P, g * h % P, f * g % P, e * h % P


def times(number: int, point: Point) -> Point:
    total = NOTHING
    while number:
        total = add(total, point) if number & 1 else total
        point, number = add(point, point), number >> 1
    return total


def point_of(raw: bytes) -> Point | None:
    """The point that 32 bytes say, or None."""
    whole = int.from_bytes(raw, "little")
    y, odd = whole % 2**255, whole >> 255
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * ROOT_OF_MINUS_ONE % P
    if y >= P or (x * x - square) % P or (odd and not x):
        return None
    x = P - x if x & 1 != odd else x
    return x, y, 1, x * y % P


def said(point: Point) -> bytes:
    inverse = pow(point[2], P - 2, P)
    x, y = point[0] * inverse % P, point[1] * inverse % P
    return (y | (x & 1) << 255).to_bytes(32, "little")


BASE = point_of((4 * pow(5, P - 2, P) % P).to_bytes(32, "little")) or NOTHING


def number_of(*parts: bytes) -> int:
    return int.from_bytes(hashlib.sha512(b"".join(parts)).digest(), "little") % ORDER


def halves(seed: bytes) -> tuple[int, bytes]:
    digest = hashlib.sha512(seed).digest()
    return int.from_bytes(digest[:32], "little") & (2**254 - 8) | 2**254, digest[32:]


def public_of(seed: bytes) -> bytes:
    return said(times(halves(seed)[0], BASE))


def sign(seed: bytes, message: bytes) -> bytes:
    secret, prefix = halves(seed)
    nonce = number_of(prefix, message)
    shown = said(times(nonce, BASE))
    answer = (nonce + number_of(shown, public_of(seed), message) * secret) % ORDER
    return shown + answer.to_bytes(32, "little")


def signed(public: bytes, signature: bytes, message: bytes) -> bool:
    key, answer = point_of(public), int.from_bytes(signature[32:], "little")
    if len(signature) != 64 or key is None or answer >= ORDER:
        return False
    asked = number_of(signature[:32], public, message)
    return (
        said(add(times(answer, BASE), times(asked, (P - key[0], key[1], 1, P - key[3]))))
        == signature[:32]
    )


class Wrong(Exception):
    """Ce qui ne va pas, en une phrase."""


def key_of(line: str) -> Key:
    """`name+id+key`: the name, the four bytes that tell the key, its 32 bytes."""
    try:
        name, identifier, material = line.strip().split("+", 2)
        raw = base64.b64decode(material, validate=True)
    except ValueError:
        raise Wrong(f"Ce n'est pas une clé : {line.strip()[:80]}") from None
    if raw[:1] != b"\x01" or len(raw) != 33 or key_id(name, raw).hex() != identifier:
        raise Wrong(f"Ce n'est pas la clé d'un registre : {line.strip()[:80]}")
    return name, key_id(name, raw), raw[1:]


def key_id(name: str, material: bytes) -> bytes:
    return hashlib.sha256(name.encode() + b"\n" + material).digest()[:4]


def opened(note: str, key: Key) -> tuple[str, int, bytes]:
    """The text of a checkpoint signed by this key, its size and its root."""
    name, identifier, public = key
    text, _, lines = note.rpartition("\n\n")
    text += "\n"
    for line in lines.splitlines():
        dash, _, rest = line.partition(" ")
        who, _, material = rest.partition(" ")
        try:
            raw = base64.b64decode(material, validate=True)
        except ValueError:
            continue
        if (dash, who, raw[:4]) == ("—", name, identifier) and signed(
            public, raw[4:], text.encode()
        ):
            origin, size, root = text.split("\n")[:3]
            if origin != name or not size.isascii() or not size.isdigit():
                raise Wrong(f"Ce point de repère n'est pas celui de {name}.")
            return text, int(size), base64.b64decode(root)
    raise Wrong(f"{name} n'a pas signé ce point de repère avec la clé que tu as gardée.")


def pair(left: bytes, right: bytes) -> bytes:
    return hashlib.sha256(b"\x01" + left + right).digest()


def made(leaves: bytes) -> bytes:
    """The root of all these leaf hashes, 32 bytes each."""
    many = len(leaves) // 32
    if many == 1:
        return leaves
    half = 32 << (many - 1).bit_length() - 1
    return pair(made(leaves[:half]), made(leaves[half:]))


class Tree:
    """The tree of a log of `size` entries, fetched by tiles of 256 hashes and only where needed."""

    def __init__(self, size: int, fetch: Fetch) -> None:
        self.size, self.fetch = size, fetch
        self.tiles: dict[tuple[int, int], list[bytes]] = {}

    def tile(self, level: int, number: int) -> list[bytes]:
        if (level, number) not in self.tiles:
            wide = min(256, (self.size >> 8 * level) - 256 * number)
            *above, last = f"{number:,}".split(",")  # by threes: x001/x234/067
            path = f"tile/{level}/{''.join(f'x{three:0>3}/' for three in above)}{last:0>3}"
            found = self.fetch(path if wide == 256 else f"{path}.p/{wide}")
            if len(found) != 32 * wide:
                raise Wrong(f"Une partie des empreintes manque : {path}")
            self.tiles[level, number] = [found[at : at + 32] for at in range(0, len(found), 32)]
        return self.tiles[level, number]

    def part(self, level: int, number: int) -> bytes:
        """The hash of 2**level entries, the number-th of their level."""
        inside = level % 8
        first = number << inside
        row = self.tile(level // 8, first >> 8)[first % 256 : first % 256 + (1 << inside)]
        while len(row) > 1:
            row = [pair(*row[at : at + 2]) for at in range(0, len(row), 2)]
        return row[0]

    def root(self, first: int, last: int, cut: int) -> bytes:
        """The hash of entries first to last, going down wherever the old log ended at `cut`."""
        many = last - first
        if many & (many - 1) == 0 and not first < cut < last:
            return self.part(many.bit_length() - 1, first // many)
        half = first + (1 << (many - 1).bit_length() - 1)
        return pair(self.root(first, half, cut), self.root(half, last, cut))


def continues(tree: Tree, old_size: int, old_root: bytes, root: bytes) -> bool:
    """Both roots are made of the same parts: the old ones, then what came after."""
    if old_size and tree.root(0, old_size, old_size) != old_root:
        return False
    return not tree.size or tree.root(0, tree.size, old_size) == root


def cosigned(note: str, name: str, seed: bytes, at: int) -> str:
    """The checkpoint, with one more line: this witness saw it at that second."""
    text = note.rpartition("\n\n")[0] + "\n"
    signature = sign(seed, f"cosignature/v1\ntime {at}\n{text}".encode())
    raw = key_id(name, b"\x04" + public_of(seed)) + at.to_bytes(8, "big") + signature
    return f"{note}— {name} {base64.b64encode(raw).decode()}\n"


def own_key(name: str, seed: bytes) -> str:
    material = b"\x04" + public_of(seed)
    return f"{name}+{key_id(name, material).hex()}+{base64.b64encode(material).decode()}"


def keep(path: Path, data: bytes, mode: int = 0o644) -> None:
    """All of it or nothing, even if the power goes."""
    new = path.with_name(f"{path.name}.new")
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, mode), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    new.replace(path)


def witness(
    folder: Path, name: str, fetch: Fetch, say: Callable[[str], object], *,
    everything: bool = False, at: int | None = None,
) -> None:  # fmt: skip
    """One visit: nothing is kept, nothing is signed, unless all of it holds."""
    folder.mkdir(parents=True, exist_ok=True)
    secret, key_file, kept = (
        folder / "secret",
        folder / "cle-du-registre.txt",
        folder / "dernier.txt",
    )
    if not secret.exists():
        keep(secret, os.urandom(32), 0o600)
    if not key_file.exists():
        line = fetch("cle").decode().splitlines()[0]
        key_of(line)
        keep(key_file, f"{line}\n".encode())
        say(f"Première visite. Compare cette clé avec celle des comptes rendus :\n  {line}")
    key = key_of(key_file.read_text("utf-8"))
    note = fetch("checkpoint").decode()
    _, size, root = opened(note, key)
    old_size, old_root = opened(kept.read_text("utf-8"), key)[1:] if kept.exists() else (0, b"")
    if size < old_size:
        raise Wrong(f"LE REGISTRE A RÉTRÉCI : {old_size} lignes gardées, {size} aujourd'hui.")
    tree = Tree(size, fetch)
    if not continues(tree, old_size, old_root, root):
        raise Wrong(
            "LE PASSÉ A ÉTÉ RÉÉCRIT : ces lignes ne prolongent pas celles que tu as gardées."
        )
    if everything:
        leaves = b"".join(b"".join(tree.tile(0, number)) for number in range(-(-size // 256)))
        if size and made(leaves) != root:
            raise Wrong("Les empreintes publiées ne donnent pas la racine signée.")
        keep(folder / "empreintes.bin", leaves)
    mine = cosigned(note, name, secret.read_bytes(), int(time.time()) if at is None else at)
    keep(kept, note.encode())
    keep(folder / f"signe-{size}.txt", mine.encode())
    intact = f" ; les {old_size} que tu connaissais sont intactes" if old_size else ""
    say(f"{size} lignes{intact}. Signé : signe-{size}.txt")
    say(f"Ta clé publique :\n  {own_key(name, secret.read_bytes())}")


def main() -> int:
    parser = argparse.ArgumentParser(
        description="Vérifie qu'un registre n'a fait que grandir, puis le signe."
    )
    parser.add_argument("adresse", help="par exemple https://exemple.org/registre/journal")
    parser.add_argument("--nom", required=True, help="ton nom de témoin, sans espace ni +")
    parser.add_argument(
        "--dossier", type=Path, default=Path("temoin"), help="où garder ce qui a été vu"
    )
    parser.add_argument(
        "--tout", action="store_true", help="reprendre toutes les empreintes, et tout recalculer"
    )
    asked = parser.parse_args()
    if not asked.nom or "+" in asked.nom or asked.nom != "".join(asked.nom.split()):
        parser.error("le nom d'un témoin n'a ni espace ni +")
    if not asked.adresse.startswith(("https://", "http://")):
        parser.error("l'adresse commence par https://")

    def fetch(path: str) -> bytes:
        with urllib.request.urlopen(f"{asked.adresse.rstrip('/')}/{path}", timeout=30) as answer:
            found: bytes = answer.read(10_000_000)
            return found

    try:
        witness(asked.dossier, asked.nom, fetch, print, everything=asked.tout)
    except (Wrong, OSError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
