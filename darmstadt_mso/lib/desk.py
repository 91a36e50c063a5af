"""What a box on the office's desk says; each module in settings.DESK makes its own."""

from dataclasses import dataclass, field


@dataclass
class Box:
    """Work of one kind; `items` are the first few as (label, note, url). With a count of 0 nothing waits."""

    key: str
    title: str
    count: int
    url: str
    done: str
    items: list = field(default_factory=list)
