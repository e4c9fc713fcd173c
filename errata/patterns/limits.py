"""Limits on time, memory, disk, handles and quota."""

from errata.evidence.statements import Authority
from errata.patterns.rule import Rule
from errata.taxonomy import Category, Severity

TIME: tuple[Rule, ...] = (
    Rule(
        name="platform-timeout",
        category=Category.TIMEOUT,
        words="timed out after | timeout after | exceeded timeout | execution timed out"
        " | exceeded the timeout | killed by timeout | killed after timeout"
        " | timeout: sending signal | no output has been received | failed: timeout >"
        " | timeout (0: | failed: timeout | no output (exceeded"
        " | test timed out | exceeded its budget of | did not finish within | not finish in"
        " | did not terminate within | did not complete within | killed after | terminated after"
        " | execution timeout | timeout: solver | maximum runtime | max runtime | time budget"
        " | exceeded the time | ran for more than | ran longer than | timed out waiting",
        says=r"timed out after|timeout after|exceeded (?:the )?timeout|execution timed out"
        r"|killed (?:by|after) timeout|sending signal|no output has been received|failed: timeout"
        r"|timeout \(0:|no output \(exceeded|test timed out|exceeded its budget of"
        r" \d{1,9}(?:\.\d{1,9})? ?s"
        r"|did not (?:finish|terminate|complete) (?:with)?in \d|not finish in \d"
        r"|(?:killed|terminated) after \d{1,9}(?:\.\d{1,9})? ?(?:s|m|h|seconds|minutes|hours)\b"
        r"|execution timeout|^timeout: |(?:exceeded|exceeds|reached|over|past).{0,30}"
        r"(?:max(?:imum)? run ?time|time budget|the time)|time budget.{0,20}(?:exceeded|exhausted)"
        r"|ran (?:for more|longer) than \d|timed out waiting",
        authority=Authority.RAISED,
        cause="A limit on time was exceeded: {message}.",
        fix="Make the step faster or give it less work; raise the limit only if the work needs it.",
        examples=(
            "subprocess.TimeoutExpired: Command 'encode' timed out after 5 seconds",
            "ERROR: step did not finish within 600 seconds",
            "Process killed after 60 seconds",
            "Failed: Timeout (>30.0s) from pytest-timeout.",
            "The run exceeded its budget of 300 s and was stopped",
        ),
        confidence=0.94,
    ),
    Rule(
        name="deadline",
        category=Category.TIMEOUT,
        types="TimeoutError TimeoutExpired TimeoutException ReadTimeout ConnectTimeout Timeout"
        " ReadTimeoutError ConnectTimeoutError ConnectionTimeout APITimeoutError WriteTimeout"
        " PoolTimeout SocketTimeout DeadlineExceeded TimeLimitExceeded SoftTimeLimitExceeded"
        " ServerTimeoutError WebDriverTimeout LockTimeout PexpectTimeout WaitTimeout socket.timeout"
        " GatewayTimeout ServerSelectionTimeoutError HTTPTimeoutError",
        cause="A wait passed its deadline: {headline}{where}.",
        fix="Find out why the other side is slow; then wait longer or try again with back-off.",
        examples=(
            "requests.exceptions.ReadTimeout: HTTPSConnectionPool(host='a.example', port=443)",
            "TimeoutError",
        ),
        confidence=0.94,
    ),
    Rule(
        name="wait-timed-out",
        category=Category.TIMEOUT,
        words="timed out | read timeout | connect timeout | connection timeout | request timeout"
        " | first byte timeout | gateway timeout | gateway time-out | deadline exceeded"
        " | deadline_exceeded | timeout exceeded | etimedout | timeout expired"
        " | watchdog caught collective | readtimeout | timeouterror | timeoutexpired"
        " | connecttimeout | timeout error | timeout waiting | timeout while | timeout of "
        " | statement timeout | failed with timeout | failed due to timeout | timeout on attempt"
        " | nccl timeout | ms exceeded | timeout has been exceeded | + timeout + | wait timeout"
        " | 504 gateway | 408 request | timeout: ",
        says=r"(?<!if )timed out"
        r"|(?:read|connect(?:ion)?|request|first byte|gateway) time-?out(?!=|s?:? ?\d|\))"
        r"|deadline.exceeded|timeout (?:has been |was )?(?:exceeded|expired|error|waiting|while)"
        r"|nccl timeout|timeout \d{1,9} ?ms exceeded|\+ timeout \+|wait timeout|504 gateway|408"
        r" request"
        r"|^(?:\w{1,40}(?:error|exception): )?timeout: \D|ETIMEDOUT|watchdog"
        r"|ReadTimeout|TimeoutError|TimeoutExpired|ConnectTimeout|timeout of \d{1,9}\s?\w{0,120}"
        r" exceeded"
        r"|(?:failed with|failed due to|statement) timeout|timeout on attempt",
        cause="A wait passed its deadline: {message}.",
        fix="Find out why the other side is slow; then wait longer or try again with back-off.",
        examples=(
            "ERROR: HTTPSConnectionPool(host='a.example', port=443): Read timed out.",
            "curl: (28) Connection timed out",
            "HTTPError: HTTP Error 503: first byte timeout",
            "page.goto: Timeout 30000ms exceeded.",
            "Timeout has been exceeded",
        ),
        confidence=0.9,
    ),
    Rule(
        name="stuck",
        category=Category.TIMEOUT,
        words="to be stuck | stuck in | stuck at | stuck phase | appears hung | no heartbeat"
        " | heartbeat lost | hung for | no progress for | stalled for"
        " | hang detected | no output for | hang: ",
        cause="The run stopped making progress: {message}.",
        fix="Find what it waits for (faulthandler dumps the stacks) and put a limit on the wait.",
        examples=(
            "hang detected: no output for 1200 s",
            "watchdog: worker 3 made no progress for 600 s",
        ),
        confidence=0.8,
    ),
)

MEMORY: tuple[Rule, ...] = (
    Rule(
        name="gpu-memory",
        category=Category.RESOURCE_ERROR,
        words="cuda out of memory | cuda error: out of memory | cuda_error_out_of_memory"
        " | hip out of memory | mps backend out of memory | cudnn_status_alloc_failed"
        " | cublas_status_alloc_failed | cudaerrormemoryallocation | gpu out of memory",
        authority=Authority.RAISED,
        cause="The GPU ran out of memory: {message}{where}.",
        fix="Make batch, resolution or model smaller, free what other processes hold on that GPU, "
        "or use mixed precision or checkpointing.",
        examples=(
            "torch.cuda.OutOfMemoryError: CUDA out of memory. Tried to allocate 2.00 GiB.",
            "RuntimeError: CUDA error: out of memory",
        ),
        confidence=0.98,
    ),
    Rule(
        name="gpu-buffers",
        category=Category.RESOURCE_ERROR,
        words="xla label: | peak buffers:",
        authority=Authority.HINT,
        cause="The compiler listed the buffers that did not fit into GPU memory.",
        fix="Make batch, resolution or model smaller; the largest buffers are listed first.",
        examples=("\t\tXLA Label: fusion",),
        confidence=0.8,
    ),
    Rule(
        name="memory",
        category=Category.RESOURCE_ERROR,
        types="MemoryError OutOfMemoryError _ArrayMemoryError ResourceExhaustedError"
        " ResourceExhausted ArrayMemoryError OOMError",
        cause="Memory ran out: {headline}{where}.",
        fix="Allocate less at once: smaller batches, chunks or dtypes; free what is done with.",
        examples=(
            "MemoryError",
            "numpy._core._exceptions._ArrayMemoryError: Unable to allocate 9 GiB",
        ),
        confidence=0.97,
    ),
    Rule(
        name="allocation-failed",
        category=Category.RESOURCE_ERROR,
        words="out of memory | bad_alloc | cannot allocate memory | unable to allocate"
        " | can't allocate memory | dataloader worker | failed to allocate | not enough memory"
        " | memoryerror | outofmemoryerror | no available memory | memory allocation of"
        " | insufficient memory | cl_out_of | mmap failed | out_of_memory | memory exhausted"
        " | ran out of memory | cannot allocate | unable to mmap | larger than available memory"
        " | heap limit allocation failed | could not allocate | outofmemory",
        cause="Memory ran out: {message}{where}.",
        fix="Allocate less at once: smaller batches, chunks or dtypes; free what is done with.",
        examples=(
            "terminate called after throwing an instance of 'std::bad_alloc'",
            "OSError: [Errno 12] Cannot allocate memory",
            "memory allocation of 8589934592 bytes failed",
            "ValueError: No available memory for the cache blocks.",
        ),
        confidence=0.94,
    ),
)

STORES: tuple[Rule, ...] = (
    Rule(
        name="disk-full",
        category=Category.RESOURCE_ERROR,
        severity=Severity.CRITICAL,
        words="no space left on device | disk quota exceeded | storagefull | errno 28 | errno 122"
        " | disk is full | there is not enough space on the disk | enospc | filesystem is full"
        " | file system full | database or disk is full"
        " | no free inodes | out of inodes | no inodes | edquot | file write failed"
        " | quota exceeded on | exceeded its disk quota | unexpected pos",
        lasting=True,
        authority=Authority.RAISED,
        cause="The disk or its quota is full: {message}{where}.",
        fix="Free space or raise the quota, then stop writing what nobody reads; every run on this "
        "disk fails until then.",
        examples=(
            "OSError: [Errno 28] No space left on device",
            "IOError: [Errno 122] Disk quota exceeded: 'out.bin'",
        ),
        confidence=0.96,
    ),
    Rule(
        name="handles",
        category=Category.RESOURCE_ERROR,
        words="too many open files | can't start new thread | resource temporarily unavailable"
        " | cannot fork | fork failed | unable to start new thread | too many processes"
        " | insufficient shared memory | pthread_create failed | file size limit exceeded"
        " | file too large | maximum number of processes | emfile | enfile | errno 24 | errno 23"
        " | process limit | thread limit",
        cause="The run used up its files, threads or processes: {message}{where}.",
        fix="Close what is opened, use fewer workers, or raise the limit (ulimit -n, -u).",
        examples=(
            "OSError: [Errno 24] Too many open files: 'a.png'",
            "RuntimeError: can't start new thread",
        ),
        confidence=0.94,
    ),
    Rule(
        name="credits",
        category=Category.RESOURCE_ERROR,
        severity=Severity.CRITICAL,
        words="insufficient_quota | credit balance is too low | exceeded your current quota"
        " | payment required | insufficient credits | billing hard limit | out of credits"
        " | insufficient balance",
        lasting=True,
        authority=Authority.RAISED,
        cause="The account has no credit or quota left: {message}.",
        fix="Top up the account or switch to another; every run that needs it fails until then.",
        examples=("openai.RateLimitError: Error code: 429 - You exceeded your current quota",),
        confidence=0.94,
    ),
    Rule(
        name="throttled",
        category=Category.RESOURCE_ERROR,
        words="rate limit | ratelimit | too many requests | throttlingexception | throttled"
        " | resource_exhausted | resource exhausted | quota exceeded | quotaexceeded | slowdown"
        " | error 429 | error code: 429 | http 429 | quota for | requestlimitexceeded",
        says=r"rate.?limit(?!er)|too many requests|throttl|resource.exhausted|quota.?exceeded"
        r"|\b429\b|quota for|SlowDown|RequestLimitExceeded",
        cause="A service throttled the run or its quota ran out: {message}.",
        fix="Send fewer requests, back off as told, or ask for more quota.",
        examples=("openai.RateLimitError: Error code: 429 - Rate limit reached",),
        confidence=0.93,
    ),
    Rule(
        name="throttle-class",
        category=Category.RESOURCE_ERROR,
        types="RateLimitError TooManyRequests TooManyRequestsError ThrottlingException"
        " QuotaExceeded QuotaExceededError",
        cause="A service throttled the run or its quota ran out: {headline}{where}.",
        fix="Send fewer requests, back off as told, or ask for more quota.",
        examples=("api.TooManyRequestsError: slow down",),
        confidence=0.9,
    ),
)
