"""What differs from Jellyfin's contract on purpose: data/reviewed.txt, each line with its reason. A line that nothing needs any more is a failure."""

from fnmatch import fnmatchcase
from functools import cache

from .routes import DATA, lines


class Reviewed:
    """The lines of one kind, and which of them were needed."""

    def __init__(self, kind):
        self.reasons, self.needed = {}, set()
        for line in lines(DATA / "reviewed.txt"):
            found, _, rest = line.partition(" ")
            if found == kind:
                subject, _, reason = rest.partition(" : ")
                self.reasons[subject.strip()] = reason.strip()

    def allows(self, subject):
        """Whether a line has it; `*` in a line stands for anything."""
        hit = [one for one in self.reasons if one == subject or fnmatchcase(subject, one)]
        self.needed.update(hit)
        return bool(hit)

    def unneeded(self):
        return sorted(self.reasons.keys() - self.needed)

    def without_reason(self):
        return sorted(subject for subject, reason in self.reasons.items() if not reason)


@cache
def reviewed(kind):
    return Reviewed(kind)
