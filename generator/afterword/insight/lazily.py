"""Values by key that are made when somebody asks for them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TypeVar

T = TypeVar("T")


class Lazily(Mapping[str, T]):
    """A mapping whose values are made once each, when they are asked for."""

    def __init__(
        self, keys: Iterable[str], make: Callable[[str], T], known: Mapping[str, T]
    ) -> None:
        """Begin.

        Args:
            keys: All there are, in order.
            make: Key → value.
            known: Values that were made before; those of other keys are passed over.
        """
        self._keys = tuple(keys)
        self._make = make
        self._there = frozenset(self._keys)
        self.made: dict[str, T] = {k: value for k, value in known.items() if k in self._there}

    def __getitem__(self, key: str) -> T:
        """Return a value, made now if it was not before."""
        if key not in self.made:
            if key not in self._there:
                raise KeyError(key)
            self.made[key] = self._make(key)
        return self.made[key]

    def __iter__(self) -> Iterator[str]:
        """Yield the keys in order."""
        return iter(self._keys)

    def __len__(self) -> int:
        """Return how many keys there are."""
        return len(self._keys)
