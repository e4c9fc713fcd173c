"""How much each line of a log has to say about why the run ended.

A line has worth of its own for what it says, less of it the more lines look alike, and lends some
to its neighbours, as an error is read with what stands around it.
"""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence

from errata.evidence.lines import strip_prefix

_ANY = re.compile(
    "error|fail|fatal|exception|traceback|panic|kill|abort|crash|cannot|can't|couldn|could not"
    "|unable|not found|no such|denied|refused|reject|invalid|undefined|unexpected|unresolved"
    "|missing|mismatch|timed out|timeout|exceeded|exit|status|caused by|went wrong|expect|assert"
    "|not permitted|unsupported|conflict|already exists|violation|out of|core dumped|no space"
    "|backoff|e: |e  |✖|✗|\u00d7|●|❌|\u203a|╷|receive|got|want|left|right|-->|line |:\\d|rate exceeded"
    "|not reached|critical|unhealthy|disconnect|unreachable|cancel|interrupt|stopped|warning, tr"
)
_END = re.compile(  # that it ended, and that it ended badly
    r"\b(?:exit(?:ed|s)?(?: with)?(?: a)?(?: non-?zero)?(?: exit)?(?: code| status)?"
    r"|return(?:ed|s)?(?: a)?(?: non-?zero)?(?: exit)? (?:code|status)"
    r"|exit (?:code|status))\b[ :=(]{0,3}-?[1-9]\d*"
    r"|non-?zero exit|job failed|finished: failure|build failed|build failure|build stopped"
    r"|\bkilled\b|oom-?kill|out of memory|core dumped|segmentation fault|failed to solve"
    r"|time limit|execution time|task timed out|operation was cancel|deadline|upgrade failed"
    r"|could not compile|command failed|test(?:s)? failed|crashloopbackoff|no space left"
)
_NAMED = re.compile(  # it names the error
    r"(?:^|[\s\[(|%:])(?:fatal |internal |compile |unhandled )?error(?:\[\w{1,12}\])?"
    r"(?: \w{1,10})?[:!]|\berror [a-z]{1,8}\d{2,6}\b|\berror in \S|^error\b"
    r"|\b(?:fatal|panic|failed|failure|failures): ?"
    r"|^\s*e\s{2,}\S|^e: |panicked at|\b[\w.]{0,80}(?:error|exception)\b(?:\)|: | \()"
    r"|^-{0,4}\s?fail(?:ed|ure|ures)?\b|\bfailed!|\berrors?!|<<< fail|caused by|what went wrong"
    r"|undefined reference|npm err!|cmake error|[✖✗\u00d7●❌]|\*\*\* |failure/error"
    r"|traceback \(most recent|treated as error|errors occurred|an error occurred"
)
_TOLD = re.compile(  # words of trouble, not as parts of names
    r"(?<![\w./\-=])(?:errors?|fail(?:ed|s|ure|ures|ing)?|fatal|cannot|can't|couldn't|could not"
    r"|unable to|not found|no such|denied|refused|reject(?:ed)?|invalid|undefined|unexpected"
    r"|unresolved|missing|mismatch(?:ed)?|timed out|timeout (?:of|exceeded|after)|exceed(?:ed|s)"
    r"|abort(?:ed|ing)?|crash(?:ed)?|not permitted|unsupported|conflict(?:s|ing)?|already exists"
    r"|violation|not reached|closed|unreachable|disconnected|incompatible|does not exist"
    r"|expected|assert(?:ion)?|critical|interrupted|cancell?ed)(?![\w/\-=])"
)
_PLACE = re.compile(
    r"file \"[^\"]{1,300}\", line \d|[\w\-]\.[a-z]{1,6}[:(]\d{1,7}|-->|\bon \S{1,200} line \d"
    r"|^\s*(?:expected|received|got|want|left|right|actual|diff)\b.{0,6}:|^\s*>\s|\w::\w+ - "
    r"|^\s*at \S|={3,} [a-z ]{4,40} ={3,}|_{4,} .{1,200} _{4,}|^---- .{1,200} ----$|dockerfile:\d"
)
_GOOD = re.compile(
    r"\b0 (?:errors?|fail\w*|problems?|vulnerab\w*)|\bno (?:errors?|failures?|problems?)\b"
    r"|\b(?:errors?|failures?|failed)[\"']?[:=]\s?0\b|\b(?:passed|ok|succeeded|up-to-date)\b\W{0,12}"
    r"(?:\[\s*\d{1,3}%\])?$|\bok\b.{0,10}$|\bif\b.{0,60}\bfail"
)
_RECOVERED = re.compile(
    r"\bretry|retries|attempt \d|\bretried\b|recovered|ignor(?:ed|ing)|skipping|allowed to fail"
    r"|continue-on-error|will try again|falling back|fallback"
)
_LESSER = re.compile(
    r"\bwarn(?:ing)?\b(?!, treated)|\b(?:info|debug|trace|notice|deprecated)\b|^-- "
)
_SETTING = re.compile(r"^\s*[-+~]?\s{0,12}[\w\-.]{1,60}\s{0,40}[:=]\s{0,3}\S{0,80}$")
_WORD = re.compile(r"[^\W_]+(?:_[^\W_]+)*")

_WEIGHTS = ((_END, 4.0), (_NAMED, 4.0), (_TOLD, 2.0), (_PLACE, 1.5))
_LENT = {1: 0.72, -1: 0.72}
"""What a line keeps of the worth of the one before it, and of the one after it."""
_RECOVERY_REACH = 3


def salience(lines: Sequence[str], marked: Mapping[int, float]) -> list[float]:
    """Return the worth of each line.

    Parameters
    ----------
    lines : sequence of str
        Without what runners put before them.
    marked : mapping of int to float
        Worth that is known otherwise, by index: of the lines that rules explain.
    """
    worths = [_own(line) for line in lines]
    _lower_what_recovered(lines, worths)
    shapes = [
        _WORD.sub("w", line)[:80] if worth else ""
        for line, worth in zip(lines, worths, strict=True)
    ]
    alike = Counter(shapes)
    last = max(len(lines) - 1, 1)
    for index, worth in enumerate(worths):
        if worth:
            worths[index] = worth * (0.7 + 0.3 * index / last) / alike[shapes[index]] ** 0.5
    for index, worth in marked.items():
        worths[index] += worth
    return _lent(worths)


def _own(line: str) -> float:
    lowered = line.lower()
    if not _ANY.search(lowered):
        return 0.0
    worth = sum(weight for pattern, weight in _WEIGHTS if pattern.search(lowered))
    if not worth:
        return 0.0
    if _GOOD.search(lowered):
        worth *= 0.1
    if _LESSER.search(lowered):
        worth *= 0.25
    if _SETTING.match(lowered) and "error:" not in lowered:
        worth *= 0.3
    return worth


def _lower_what_recovered(lines: Sequence[str], worths: list[float]) -> None:
    """Lower what is followed by another try: it did not end the run."""
    for index, line in enumerate(lines):
        if _RECOVERED.search(line.lower()):
            for near in range(max(0, index - _RECOVERY_REACH), index + 1):
                worths[near] *= 0.25


def _lent(worths: Sequence[float]) -> list[float]:
    lent = list(worths)
    for order, share in ((range(len(lent)), _LENT[1]), (range(len(lent) - 1, -1, -1), _LENT[-1])):
        carried = 0.0
        for index in order:
            carried = max(worths[index], carried * share)
            lent[index] = max(lent[index], carried)
    return lent


def bodies(lines: Iterable[str]) -> list[str]:
    """Return the lines without what runners put before them."""
    return [strip_prefix(line).rstrip() for line in lines]
