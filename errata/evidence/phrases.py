"""What lines say when something went wrong, and when nothing did; all in lower case."""

import re

MAYBE = re.compile(
    "error|fail|fatal|exception|traceback|panic|kill|abort|crash|cannot|can't|couldn|could not"
    "|unable|not found|no such|denied|refused|reject|invalid|undefined|unexpected|unresolved"
    "|missing|mismatch|timed out|timeout|exceed|exit|returned|caused by|went wrong|expected"
    "|assert|not permitted|unsupported|conflict|already exists|violation|out of memory|no space"
    "|core dumped|segmentation|backoff|\\be  |\\be: |[✖✗\u00d7●❌]|limit|closed|does not exist"
    "|unhealthy|disconnect|unreachable|cancel|interrupt|stopped|vulnerab|problem|incompatible"
    "|not reached|not met|\\*\\*\\* |deadline|critical|broken pipe|corrupt|unauthori|forbidden"
)
"""Quickly found in what any of the others may match."""

ENDS_RUN = re.compile(
    r"(?:process completed|exited|exit|terminated|returned|failed|finished|completed)"
    r"(?: with)?(?: a)?(?: non-?zero)?(?: exit)?(?: code| status)?[ :=(]{1,3}-?[1-9]\d*\b"
    r"|job failed|finished: failure|operation was cancel|build failed|returned a non-zero code"
)
ENDED = re.compile(
    r"\b(?:exit(?:ed|s)?(?: with)?(?: a)?(?: non-?zero)?(?: exit)?(?: code| status)?"
    r"|return(?:ed|s)?(?: a)?(?: non-?zero)?(?: exit)? (?:code|status)"
    r"|exit (?:code|status))\b[ :=(]{0,3}-?[1-9]\d*"
    r"|non-?zero exit|job failed|finished: failure|build failed|build failure|build stopped"
    r"|\bkilled\b|oom-?kill|out of memory|core dumped|segmentation fault|failed to solve"
    r"|time limit|execution time|task timed out|operation was cancel|deadline exceeded"
    r"|progress deadline|could not compile|command failed|tests? failed|backoff|no space left"
    r"|upgrade failed|fatal python error|terminate called"
)
"""It ended, and ended badly."""
NAMED = re.compile(
    r"(?:^|[\s\[(|%:])(?:fatal |internal |compile |unhandled )?errors?(?:\[\w{1,12}\])?"
    r"(?: \w{1,10})?[:!]|\berror [a-z]{1,8}\d{2,6}\b|\berror in \S|^error\b"
    r"|^\s{0,8}\d{1,6}:\d{1,5}\s{1,8}error\s"
    r"|\b(?:fatal|panic|failed|failures?): ?"
    r"|^\s{0,8}e\s{2,}\S|^e: |panicked at"
    r"|\b[\w.]{0,80}(?:error|exception|interrupt)\b(?:\)|: | \(|$)"
    r"|^\s{0,8}\*{0,2}\s?\(\w{1,60}error\)"
    r"|^-{0,4}\s?fail(?:ed|ures?)?\b|\bfailed!|<<< fail|caused by|what went wrong"
    r"|undefined reference|npm err!|cmake error|[✖✗\u00d7●❌]|\*\*\* |failure/error"
    r"|traceback \(most recent|treated as error|errors occurred|an error occurred"
)
"""It names the error."""
SUMMED_UP = re.compile(
    r"(?<![\w.])[1-9]\d{0,6} (?:\w{1,20} ){0,2}"
    r"(?:failed|fails?|failures?|errors?|error\(s\)|problems?|vulnerabilit\w{1,4})\b"
    r"|\b(?:failed|failures?|errors?)[=:]\s{0,3}[1-9]|^\s{0,8}\d{1,4}\) \S"
)
"""It counts what failed."""
TOLD = re.compile(
    r"(?<![\w./\-=])(?:errors?|fail(?:ed|s|ures?|ing)?|fatal|cannot|can't|couldn't|could not"
    r"|unable to|not found|no such|denied|refused|reject(?:ed)?|invalid|undefined|unexpected(?:ly)?"
    r"|unresolved|missing|mismatch(?:ed)?|timed out|timeout (?:of|exceeded|after)|exceed(?:ed|s)"
    r"|abort(?:ed|ing)?|crash(?:ed)?|not permitted|unsupported|conflict(?:s|ing)?|already exists"
    r"|violation|not reached|not met|closed|unreachable|disconnected|incompatible|does not exist"
    r"|expected|assert(?:ion)?|critical|interrupted|cancell?ed|corrupt(?:ed)?|unauthori[sz]ed"
    r"|forbidden|broken|vulnerabilit\w{1,4})(?![\w/\-=])"
)
"""Words of trouble, not as parts of names."""
PLACE = re.compile(
    r"file \"[^\"]{1,300}\", line \d|[\w\-]\.[a-z]{1,6}[:(]\d{1,7}|-->|\bon \S{1,200} line \d"
    r"|^\s{0,12}(?:expected|received|got|want|left|right|actual|diff)\b.{0,6}:|^\s{0,8}>\s"
    r"|\w::\w{1,200} - |={3,} [a-z ]{4,40} ={3,}|_{4,} .{1,200} _{4,}|^---- .{1,200} ----$"
    r"|dockerfile:\d|^/\S{1,300}$|^\s{0,12}[1-9]\d{0,3}\) "
)
"""It tells where."""
ALL_IS_WELL = re.compile(
    r"\b0 (?:errors?|fail\w*|problems?|vulnerab\w*)|\bno (?:errors?|failures?|problems?)\b"
    r"|\b(?:errors?|failures?|failed)[\"']?[:=]\s?0\b|\b(?:passed|ok|succeeded|up-to-date)\b\W{0,12}"
    r"(?:\[\s{0,3}\d{1,3}%\])?$"
)
RECOVERED = re.compile(
    r"\bretry|retries|attempt \d|\bretried\b|recovered|(?<!\d )ignor(?:ed|ing)"
    r"|skipping|allowed to fail|continue-on-error|will try again|falling back|fallback"
)
LESSER = re.compile(
    r"\bwarn(?:ing)?\b(?!, treated)|\b(?:info|debug|trace|notice|deprecated)\b|^-- "
)
SETTING = re.compile(r"^\s{0,40}[-+~]?\s{0,12}[\w\-.]{1,60}\s{0,40}[:=]\s{0,3}\S{0,80}$")
