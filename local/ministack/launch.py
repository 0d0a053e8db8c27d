"""Starts MiniStack with what least privilege and millions of rows need. Run with the Python of the environment it is installed in."""

import gc
import hashlib
import json
import os
import sys

import least_privilege  # noqa: F401 - changes MiniStack as it is imported
from ministack.app import main
from ministack.services import dynamodb


class Digest:
    """Stands for a transaction in comparisons, without keeping it."""

    def __init__(self, transaction):
        self.value = self.of(transaction)

    @staticmethod
    def of(transaction):
        return hashlib.sha256(json.dumps(transaction, sort_keys=True).encode()).digest()

    def __eq__(self, transaction):
        return self.value == self.of(transaction)


store = dynamodb._txn_token_store


def store_digest(token, entry):
    """For ten minutes MiniStack keeps each transaction that has a token, to tell its repetition from another one."""
    store(token, {**entry, "signature": Digest(entry["signature"])})


dynamodb._txn_token_store = store_digest

# Rows are never garbage: to look through all of them, again and again, stops every request for seconds.
gc.set_threshold(10_000, 50, 1_000_000)
gc.freeze()

if rights_file := os.environ.get("RIGHTS_FILE"):
    import used_rights

    used_rights.keep(rights_file)

sys.exit(main())
