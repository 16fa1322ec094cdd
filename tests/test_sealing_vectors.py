"""The container's bytes as they were agreed on: what another implementation made."""

from __future__ import annotations

import base64
import hashlib
from typing import Any

import pytest

from afterword.sealing.blobs import padded, padded_size, seal_plain
from afterword.sealing.canonical import canonical
from afterword.sealing.header import prologue, slot, spare_slot
from afterword.sealing.keys import VaultKeys, secret_of_link, secret_of_passphrase
from afterword.sealing.primitives import prf
from afterword.sealing.replies import Item, Reply, read_reply, seal_reply, share_of
from tests.support.sealing import VECTORS

SLOT = VECTORS["slot"]
DERIVED = VECTORS["derived"]
KEYS = VaultKeys.of(bytes.fromhex(DERIVED["vault_key"]), bytes.fromhex(DERIVED["vault_id"]))
PAYLOADS = {
    "'{}'": b"{}",
    "'hello ' * 1000": b"hello " * 1000,
    "bytes 00..ff, 40 times": bytes(range(256)) * 40,
    "'{\"v\":1}'": b'{"v":1}',
}


@pytest.mark.parametrize("vector", VECTORS["canonical"], ids=lambda v: v["passphrase"])
def test_a_passphrase_has_one_form_however_it_is_typed(vector: dict[str, str]) -> None:
    assert canonical(vector["passphrase"]).encode().hex() == vector["canonical_utf8_hex"]


def test_a_passphrase_and_a_salt_give_the_slot_that_was_agreed_on() -> None:
    salt = bytes.fromhex(SLOT["salt"])
    start = prologue(salt, SLOT["iterations"])
    secret = secret_of_passphrase(SLOT["passphrase"], salt, SLOT["iterations"])

    assert start.hex() == SLOT["header_29"]
    assert secret.hex() == SLOT["S"]
    assert slot(start, secret, KEYS, SLOT["epoch"]).hex() == SLOT["slot_108"]


def test_an_unused_slot_is_the_one_that_was_agreed_on() -> None:
    vector = VECTORS["unused_slot"]
    made = spare_slot(bytes.fromhex(vector["K_pad"]), vector["i"], vector["epoch"])

    assert made.hex() == vector["slot_108"]


def test_a_link_gives_the_slot_that_was_agreed_on() -> None:
    vector = VECTORS["link_slot"]
    secret = secret_of_link(bytes.fromhex(vector["link_key"]), bytes.fromhex(vector["salt"]))

    assert secret.hex() == vector["S"]
    assert prf(secret, b"afwd1/slot-id\x01")[:16].hex() == vector["slot_id"]


def test_the_keys_of_a_vault_follow_from_its_key_and_id() -> None:
    made = {"mac": KEYS.mac, "key": KEYS.blob, "name": KEYS.name, "reply": KEYS.reply}

    assert {use: key.hex() for use, key in made.items()} == {use: DERIVED[use] for use in made}


def test_names_are_those_that_were_agreed_on() -> None:
    epochs, routes = DERIVED["manifest_name_of_epoch"], DERIVED["route_of"]
    shards, anchor = DERIVED["shard_of_route_mod_8"], DERIVED["anchor"]

    assert {epoch: KEYS.manifest_name(int(epoch)) for epoch in epochs} == epochs
    assert {path: KEYS.route(path) for path in routes} == routes
    assert {route: KEYS.shard(route, 8) for route in shards} == shards
    assert KEYS.anchor(anchor["route"], anchor["id"]) == anchor["is"]


@pytest.mark.parametrize("vector", VECTORS["blobs"], ids=lambda v: v["kind"] + v["logical"])
def test_a_blob_is_byte_for_byte_the_one_that_was_agreed_on(vector: dict[str, Any]) -> None:
    plain = padded(PAYLOADS[vector["payload"]], deflate=False)
    blob = seal_plain(KEYS, vector["kind"], vector["logical"], plain)

    assert len(plain) == vector["padded_length"]
    assert len(blob.content) == vector["file_length"]
    assert (blob.digest.hex(), blob.name) == (vector["H"], vector["name"])
    assert hashlib.sha256(blob.content).hexdigest() == vector["file_sha256"]


def test_sizes_are_a_power_of_two_or_half_as_much_again() -> None:
    sizes = VECTORS["smallest_file_size_for"]

    assert {size: padded_size(int(size)) for size in sizes} == sizes


def test_a_reply_is_byte_for_byte_the_one_that_was_agreed_on() -> None:
    vector = VECTORS["reply"]
    reply = Reply(7, "Sam", (Item("ibuo5xfaw5b5q", "", "", "Well told.", "note"),))
    letters = "".join(seal_reply(KEYS, reply, bytes(12)).splitlines()[3:-1])

    assert share_of(KEYS) == vector["tag"]
    assert read_reply(vector["plaintext"].encode()) == reply
    assert base64.b64decode(letters).hex() == vector["sealed"]
