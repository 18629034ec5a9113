"""The tree of RFC 6962, against its published vectors and against a second, naive way of computing it."""

from __future__ import annotations

from hashlib import sha256

import pytest

from ovop_portal.ledger import tree

# The entries and roots that the implementations of Certificate Transparency publish for their tests.
ENTRIES = [
    bytes.fromhex(entry)
    for entry in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = [
    "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
    "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
    "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
    "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
    "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
]
LEAVES = [tree.leaf_hash(str(number).encode()) for number in range(70)]


def naive_root(leaves: list[bytes]) -> bytes:
    """Section 2.1 of the RFC, word for word."""
    if not leaves:
        return sha256(b"").digest()
    if len(leaves) == 1:
        return leaves[0]
    split = 1
    while split * 2 < len(leaves):
        split *= 2
    return sha256(b"\x01" + naive_root(leaves[:split]) + naive_root(leaves[split:])).digest()


def test_the_published_roots_come_out() -> None:
    leaves = [tree.leaf_hash(entry) for entry in ENTRIES]
    assert [tree.root_of(leaves[:size]).hex() for size in range(1, 9)] == ROOTS


def test_the_empty_tree_has_the_root_of_the_rfc() -> None:
    assert tree.root([]).hex() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"


def test_a_growing_tree_has_the_root_of_the_naive_one_at_every_size() -> None:
    frontier: list[bytes] = []
    size = 0
    for leaf in LEAVES:
        size = tree.push(frontier, leaf, size)
        assert tree.root(frontier) == naive_root(LEAVES[:size])
        assert len(frontier) == bin(size).count("1")


@pytest.mark.parametrize("size", [1, 2, 3, 4, 5, 6, 7, 8, 13, 32, 33, 64, 70])
def test_every_leaf_is_proved_to_be_in_the_tree_and_at_no_other_place(size: int) -> None:
    leaves = LEAVES[:size]
    root = tree.root_of(leaves)
    for index, leaf in enumerate(leaves):
        proof = tree.inclusion_proof(leaves, index)
        assert [place for place in range(size) if tree.includes(leaf, place, size, proof, root)] == [index]


def test_a_proof_of_inclusion_with_one_bit_changed_is_refused() -> None:
    root = tree.root_of(LEAVES[:13])
    proof = tree.inclusion_proof(LEAVES[:13], 6)
    for step in range(len(proof)):
        changed = [*proof]
        changed[step] = bytes([proof[step][0] ^ 1]) + proof[step][1:]
        assert not tree.includes(LEAVES[6], 6, 13, changed, root)
    assert not tree.includes(LEAVES[7], 6, 13, proof, root)
    assert not tree.includes(LEAVES[6], 6, 13, proof[:-1], root)
    assert not tree.includes(LEAVES[6], 6, 13, [*proof, proof[0]], root)
    assert not tree.includes(LEAVES[6], 13, 13, proof, root)


@pytest.mark.parametrize("second", [1, 2, 3, 4, 7, 8, 13, 33, 64])
def test_growth_is_proved_between_any_two_sizes(second: int) -> None:
    for first in range(1, second + 1):
        proof = tree.consistency_proof(LEAVES[:second], first)
        assert tree.grew(first, tree.root_of(LEAVES[:first]), second, tree.root_of(LEAVES[:second]), proof)


def test_a_tree_that_forgot_or_changed_a_leaf_did_not_grow_from_the_old_one() -> None:
    old_root = tree.root_of(LEAVES[:6])
    for other in (LEAVES[:5] + LEAVES[6:13], [LEAVES[0], LEAVES[2], LEAVES[1], *LEAVES[3:13]]):
        proof = tree.consistency_proof(other, 6)
        assert not tree.grew(6, old_root, len(other), tree.root_of(other), proof)
    assert not tree.grew(6, old_root, 13, tree.root_of(LEAVES[:13]), [])
    assert not tree.grew(0, tree.EMPTY_ROOT, 13, tree.root_of(LEAVES[:13]), [old_root])


@pytest.mark.parametrize("index", [-1, 3])
def test_there_is_no_proof_for_a_leaf_that_is_not_there(index: int) -> None:
    with pytest.raises(IndexError):
        tree.inclusion_proof(LEAVES[:3], index)


@pytest.mark.parametrize("first", [0, 4])
def test_there_is_no_proof_of_growth_from_a_size_that_never_was(first: int) -> None:
    with pytest.raises(IndexError):
        tree.consistency_proof(LEAVES[:3], first)
