"""Runs that somebody outside stopped: scheduler, kernel, container, judge, person."""

from errata.evidence.statements import Authority
from errata.patterns.rule import Rule
from errata.taxonomy import Category, Severity

RULES: tuple[Rule, ...] = (
    Rule(
        name="scheduler-time-limit",
        category=Category.TIMEOUT,
        words="due to time limit | term_runlimit | job killed: walltime | exceeded walltime"
        " | walltime exceeded | exceeded its walltime | job reached its run time limit"
        " | time limit exceeded | time_limit_exceeded | time limit reached | task timed out after"
        " | exceeded the maximum execution time | exceeded time limit | execution took longer than"
        " | longer than specified deadline | reaching lsf run time limit | h_rt"
        " | deadlineexceeded | maximum time limit | wallclock | wall time limit | wall-time limit"
        " | runtime time limit | cpu time limit exceeded | run time limit | job timeout"
        " | status: timeout | attempt duration exceeded | timed out (after"
        " | (time limit) | timeout  | : timeout | run limit | sigxcpu | code 124",
        says=r"due to time limit|term_runlimit|walltime|time limit exceeded|time_limit_exceeded"
        r"|time limit reached|task timed out after|maximum (?:execution time|time limit)"
        r"|exceeded time limit|took longer than|longer than specified deadline|\bh_rt\b"
        r"|reason: deadlineexceeded|exceed(?:ed|s) (?:its |the )?(?:hard |soft )?wall-?clock"
        r"|wall-?(?:clock )?time limit|run ?time (?:time )?limit(?!\s?[=:])|status: timeout\b"
        r"|duration exceeded timeout|build timed out \(after|exceeded.{0,20} job timeout"
        r"|\(time limit\)|^\d{1,12}\S{0,20}\s{1,20}TIMEOUT\s|state\s?: TIMEOUT\b|exceeded"
        r" .{0,20}run limit|SIGXCPU|exit(?:ed)? (?:with )?(?:code|status) 124\b",
        authority=Authority.IMPOSED,
        cause="The scheduler stopped the run at its time limit: {message}.",
        fix="Ask for more time, do less per run, or save and resume from checkpoints.",
        examples=(
            "Process exited with code 124",
            "State : TIMEOUT (exit code 0)",
            "slurmstepd: error: *** JOB 77 ON n1 CANCELLED AT 03:04:05 DUE TO TIME LIMIT ***",
            "=>> PBS: job killed: walltime 3610 exceeded limit 3600",
            "Verdict: Time Limit Exceeded",
            "codec.service: Service reached runtime time limit. Stopping.",
            'job 7 exceeded hard wallclock time "h_rt"',
            "Reason: DeadlineExceeded",
            "bash: line 1:  301 CPU time limit exceeded python encode.py",
            "2026-01-02T03:04:05Z 7c9e6679 Task timed out after 15.03 seconds",
        ),
        confidence=0.97,
    ),
    Rule(
        name="kernel-oom-kill",
        category=Category.RESOURCE_ERROR,
        words="oom-kill | oom kill | oomkilled | oom_kill | out of memory: kill"
        " | killed process | memory cgroup out of memory | exceeded memory limit"
        " | exceeded job memory limit | exceeded its memory limit | memory limit exceeded"
        " | job killed: mem | term_memlimit | runtime exited with error: signal: killed"
        " | oom killed | memory_limit_exceeded | cgroup out-of-memory | h_vmem"
        " | job killed: vmem | job killed: pmem | job killed: ncpus | oom killer | oom-killer"
        " | oom_killer | killed due to memory | low on memory"
        " | killed signal terminated program | excessive memory usage | : out of memory"
        " | exceeds memory limit | exceeded the memory limit"
        " | out_of_memory",
        says=r"oom.?kill|out of memory: kill|killed process|memory cgroup out|exceed(?:ed|s)"
        r" (?:job |its |the )?"
        r"memory limit|job killed: (?:[vp]?mem)|term_memlimit|error: signal: killed"
        r"|memory.limit.exceeded|cgroup out-of-memory|\bh_vmem\b|killed due to memory|low on memory"
        r"|killed signal terminated program|excessive memory usage|^srun: .{0,300}out of memory"
        r"|state\s?: out_of_memory|^\d{1,12}\S{0,20}\s{1,20}out_of_memory\b",
        authority=Authority.IMPOSED,
        cause="The run was killed because it used more memory than it may: {message}.",
        fix="Process the data in smaller pieces and free intermediate arrays; raise the limit only "
        "if the work needs it.",
        examples=(
            "State: OUT_OF_MEMORY (exit code 0)",
            "slurmstepd: error: Detected 1 oom-kill event(s) in StepId=7.0.",
            "kernel: Out of memory: Killed process 4242 (python) total-vm:9000000kB",
            "c++: fatal error: Killed signal terminated program cc1plus",
            "=>> PBS: job killed: vmem 9000000kb exceeded limit 8000000kb",
            "ray.exceptions.WorkerDied: the node was running low on memory",
        ),
        confidence=0.96,
    ),
    Rule(
        name="shell-killed",
        category=Category.RESOURCE_ERROR,
        words="killed | sigkill | 137 | -9 | signal 9 | kernel appears to have died | kernel died",
        says=r"^\s{0,20}(?:[\w./\-]{1,120}: line \d{1,9}:\s{1,20}\d{1,9}"
        r" )?Killed\b(?:\s{2,20}.{0,300}|\s{0,20}\(.{0,300}|\s{0,20})$"
        r"|\b(?:exit|return)[\w ]{0,12}?(?:code|status)?\s?[:=]?\s?(?:137|-9)\b"
        r"|SIGKILL|killed by signal: killed|^make\S{0,120}: \*\*\* .{0,300}Killed$"
        r"|terminated by signal 9\b|kernel appears to have died|^kernel died",
        authority=Authority.IMPOSED,
        cause="The shell reports that the run was killed from outside, most likely for memory: "
        "{message}.",
        fix="Look for the out-of-memory killer in the kernel log; lower the peak memory.",
        examples=(
            "command terminated by signal 9",
            "Killed",
            "run.sh: line 7:  4242 Killed                  python train.py",
            "container exited with code 137",
        ),
        confidence=0.75,
    ),
    Rule(
        name="judged-too-slow",
        category=Category.TIMEOUT,
        words="tle",
        says=r"(?:verdict|status|result)\W{1,5}TLE\b",
        authority=Authority.IMPOSED,
        cause="The judge stopped the program at its time limit: {message}.",
        fix="Find the loop that dominates and lower its order of growth.",
        examples=('{"verdict": "TLE", "time_s": 2.0}',),
        confidence=0.95,
    ),
    Rule(
        name="judged-too-large",
        category=Category.RESOURCE_ERROR,
        words="mle",
        says=r"(?:verdict|status|result)\W{1,5}MLE\b",
        authority=Authority.IMPOSED,
        cause="The judge stopped the program at its memory limit: {message}.",
        fix="Keep only what is needed: stream the input, reuse buffers.",
        examples=("verdict: MLE",),
        confidence=0.95,
    ),
    Rule(
        name="judged-wrong",
        category=Category.LOGIC_ERROR,
        words="wa",
        says=r"(?:verdict|status|result)\W{1,5}WA\b",
        authority=Authority.IMPOSED,
        cause="The judge found a wrong answer: {message}.",
        fix="Run the failing case by hand and compare the output with what is expected.",
        examples=('{"verdict": "WA", "test": 3}',),
        confidence=0.95,
    ),
    Rule(
        name="judged-crashed",
        category=Category.RUNTIME_ERROR,
        words="re | runtime error | nzec | runtime_error",
        says=r"(?:verdict|status|result)\W{1,5}(?:RE|RTE|NZEC|runtime[ _]error)\b",
        authority=Authority.STATED,
        cause="The judge saw the program crash: {message}.",
        fix="Run the failing case by hand; mind empty and largest input.",
        examples=('{"status": "RE"}', "Verdict: Runtime Error"),
        confidence=0.9,
    ),
    Rule(
        name="output-limit",
        category=Category.RESOURCE_ERROR,
        words="output limit exceeded | output_limit_exceeded",
        authority=Authority.IMPOSED,
        cause="The run was stopped because it wrote more than it may: {message}.",
        fix="Remove the printing in the inner loop; check that what is written cannot grow.",
        examples=("Verdict: Output Limit Exceeded",),
        confidence=0.95,
    ),
    Rule(
        name="cancelled",
        category=Category.RUNTIME_ERROR,
        severity=Severity.MEDIUM,
        words="cancelled at | operation was canceled"
        " | received a shutdown signal | term_owner | due to preemption | due to node failure"
        " | runner lost communication | spot instance interruption | instance will be terminated"
        " | terminated by user | aborted by user | killed by user | interrupted by user"
        " | was preempted | user cancelled | user canceled | job was cancelled | job was canceled"
        " | aborted by | cancelled by",
        authority=Authority.RAISED,
        cause="The run was stopped from outside, not for a limit: {message}.",
        fix="Nothing is wrong with the code as far as the log tells; start the run again.",
        examples=("slurmstepd: error: *** JOB 7 ON n1 CANCELLED AT 03:04:05 ***",),
        confidence=0.85,
    ),
)
