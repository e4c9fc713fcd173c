"""Programs that died while they ran; looked at while the evidence window was tuned."""

from benchmarks.cilogs.kinds import Failure, Kind, Words, failure


def _python(w: Words) -> Failure:
    name, line, size = w.name(), w.number(), w.number()
    error = f"IndexError: index {size} is out of bounds for axis 0 with size {size - 1}"
    return failure(
        f"""
Traceback (most recent call last):
  File "/opt/hostedtoolcache/Python/3.11.7/x64/lib/python3.11/runpy.py", line 198, in _run_module
    return _run_code(code, main_globals, None,
           ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^
  File "/builds/team/app/app/tools/run.py", line {line}, in main
    {name}(frames)
  File "/builds/team/app/app/core/{w.noun()}.py", line {line + 7}, in {name}
    out[index] = frames[index]
                 ~~~~~~^^^^^^^
{error}""",
        f"{error}\nline {line + 7}, in {name}",
    )


def _chained(w: Words) -> Failure:
    module, line = f"{w.noun()}kit", w.number()
    return failure(
        f"""
Traceback (most recent call last):
  File "/builds/app/core/plugins.py", line {line}, in load
    module = importlib.import_module(name)
ModuleNotFoundError: No module named '{module}'

The above exception was the direct cause of the following exception:

Traceback (most recent call last):
  File "/builds/app/main.py", line {line + 30}, in <module>
    registry.load_all()
  File "/builds/app/core/plugins.py", line {line + 9}, in load_all
    raise PluginError(f"cannot load {{name}}") from error
core.plugins.PluginError: cannot load {module}""",
        f"No module named '{module}'\nPluginError: cannot load {module}\nline {line}, in load",
    )


def _java(w: Words) -> Failure:
    name, line = w.noun().title(), w.number()
    return failure(
        f"""
Exception in thread "main" java.lang.RuntimeException: start-up failed
	at com.acme.{name}.start({name}.java:{line})
	at com.acme.Main.main(Main.java:9)
Caused by: java.lang.IllegalStateException: {w.noun()} pool is closed
	at com.acme.pool.{name}Pool.take({name}Pool.java:{line + 5})
	... 2 more""",
        f"RuntimeException: start-up failed\nCaused by: java.lang.IllegalStateException\n"
        f"({name}Pool.java:{line + 5})",
    )


def _oom(w: Words) -> Failure:
    pid, name = w.number(2000, 30000), w.name()
    return failure(
        f"""
[{pid}.120412] Memory cgroup out of memory: Killed process {pid} (python3) total-vm:{pid}420kB
/builds/team/_temp/step.sh: line 4: {pid} Killed                  python3 {name}.py""",
        f"Memory cgroup out of memory: Killed process {pid}\nKilled                  python3 {name}",
    )


def _segfault(w: Words) -> Failure:
    name, line = w.name(), w.number()
    return failure(
        f"""
Fatal Python error: Segmentation fault

Current thread 0x00007f{w.hexadecimal(10)} (most recent call first):
  File "/builds/app/core/{w.noun()}.py", line {line} in {name}
  File "/builds/app/main.py", line 12 in <module>

Extension modules: numpy._core._multiarray_umath (total: 1)
Segmentation fault (core dumped)""",
        f"Fatal Python error: Segmentation fault\nline {line} in {name}",
    )


def _disk(w: Words) -> Failure:
    path = f"/builds/app/out/{w.noun()}.bin"
    error = f"OSError: [Errno 28] No space left on device: '{path}'"
    return failure(
        f"""
Traceback (most recent call last):
  File "/builds/app/{w.noun()}.py", line {w.number()}, in write
    handle.write(chunk)
{error}""",
        error,
    )


def _step_timeout(w: Words) -> Failure:
    name, minutes = w.name(), w.number(20, 60)
    said = f"The job running on runner pool-{minutes} has exceeded the maximum execution time"
    return failure(
        f"running {name} ...",
        f"{said}\nThe operation was canceled.",
        f"##[error]{said} of {minutes} minutes.\n##[error]The operation was canceled.",
    )


RUNS: tuple[Kind, ...] = (
    _python,
    _chained,
    _java,
    _oom,
    _segfault,
    _disk,
    _step_timeout,
)
