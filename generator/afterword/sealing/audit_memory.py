"""What an audit remembers, so that it looks at the same thing once; never without an end."""

from __future__ import annotations

from typing import Any, TypeVar

M = TypeVar("M", bound=set[Any] | dict[Any, Any])


def with_room(memory: M, most: int) -> M:
    """Return a memory with room for one more: when it was full it begins anew.

    Args:
        memory: To be added to.
        most: How much it holds.
    """
    if len(memory) >= most:
        memory.clear()
    return memory
