"""What the kernel offers, read from a tree of its settings."""

from pathlib import Path

import pytest

from orchestrator.sandbox.host import features


def told(proc: Path, **settings: str) -> dict[str, str]:
    for name, text in settings.items():
        path = proc / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{text}\n")
    return {feature.name: feature.detail for feature in features(proc)}


@pytest.mark.parametrize(
    ("settings", "detail"),
    [
        ({}, "not in this kernel"),
        ({"user__max_user_namespaces": "0"}, "switched off (user.max_user_namespaces is 0)"),
        ({"user__max_user_namespaces": "96365"}, "for everyone"),
        (
            {"user__max_user_namespaces": "9", "kernel__unprivileged_userns_clone": "0"},
            "for root only (kernel.unprivileged_userns_clone is 0)",
        ),
        (
            {
                "user__max_user_namespaces": "9",
                "kernel__apparmor_restrict_unprivileged_userns": "1",
            },
            "for programs with an AppArmor profile that allows them",
        ),
    ],
)
def test_who_may_make_user_namespaces(
    tmp_path: Path, settings: dict[str, str], detail: str
) -> None:
    assert told(tmp_path, **settings)["user namespaces"] == detail


def test_system_call_filters_are_listed_or_missing(tmp_path: Path) -> None:
    assert told(tmp_path)["seccomp"] == "not in this kernel"
    with_filters = told(tmp_path, kernel__seccomp__actions_avail="kill_process errno allow")
    assert with_filters["seccomp"] == "filters, with kill_process, errno, allow"


def test_the_running_kernel_answers_for_itself() -> None:
    here = {feature.name: feature.detail for feature in features()}
    assert list(here) == ["kernel", "user namespaces", "seccomp", "landlock"]
    assert here["kernel"].startswith("Linux ")
    assert here["landlock"] == "none" or here["landlock"].startswith("ABI ")
