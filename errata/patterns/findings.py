"""Facts measured outside the sandbox: broken contracts and results that are not good enough."""

import re
from dataclasses import dataclass

from errata.events import FailureEvent, Finding
from errata.patterns.ruling import Ruling, sentence
from errata.taxonomy import Category, Severity, Stage

_CONTRACT, _RESULT = Category.VALIDATION_ERROR, Category.LOGIC_ERROR


@dataclass(frozen=True, slots=True)
class _Meaning:
    category: Category
    fix: str
    severity: Severity | None = None


_KNOWN = {
    "worse_than_champion": _Meaning(
        _RESULT,
        "Look at the operating points where it lost most, keep what gained, and change one thing "
        "at a time.",
    ),
    "paid_with_chroma": _Meaning(
        _RESULT,
        "Give U and V back the precision they had, and seek the gain where luma is coded: bits "
        "moved between the planes save nothing.",
    ),
    "not_better_than_champion": _Meaning(
        _RESULT, "Make a larger change: the gain is within what counts as equal."
    ),
    "identical_to_champion": _Meaning(
        _RESULT, "Make a change that takes part in the run: this one left every bit as it was."
    ),
    "worse_on_hold_out": _Meaning(
        _RESULT,
        "Change what helps on any input instead of constants tuned to one: the gain was lost on "
        "input that was held back.",
    ),
    "overtaken": _Meaning(
        _RESULT, "Apply the same idea to the candidate that was adopted meanwhile."
    ),
    "poor_quality": _Meaning(
        _RESULT,
        "Compare input and output sample by sample at the finest setting: reconstruction loses "
        "or shifts something before rate matters.",
    ),
    "blank_pictures": _Meaning(
        _RESULT,
        "Write every decoded picture into what decode returns: these planes came back unfilled.",
    ),
    "chroma_missing": _Meaning(
        _RESULT,
        "Follow U and V from encoder to decoder: a plane is left out, left grey, swapped with the "
        "other, or predicted from the wrong plane.",
    ),
    "broken_frames": _Meaning(
        _RESULT,
        "Encode and decode up to the named frame and compare its prediction on both sides: "
        "something holds for every frame but this one, such as a value that overflows, a wrong "
        "reference or a first frame treated like the others.",
    ),
    "drift": _Meaning(
        _RESULT,
        "Predict from the decoded frame, not from the source, in the encoder: each frame adds to "
        "the error of the one before when the two sides predict from different pictures.",
    ),
    "frozen_frames": _Meaning(
        _RESULT,
        "Store a copy of each decoded picture and update the reference after every frame: the "
        "same picture is returned again.",
    ),
    "swapped_frames": _Meaning(
        _RESULT, "Write pictures at their display position, not in the order they were coded."
    ),
    "misplaced_frames": _Meaning(
        _RESULT,
        "Check where the decoder stores each picture: an index is off, or coding order is taken "
        "for display order.",
    ),
    "lossless": _Meaning(
        _RESULT,
        "Let qp govern the loss: quantise before coding, with a step that grows with qp.",
    ),
    "too_few_points": _Meaning(_RESULT, "Measure every setting: a curve takes four points."),
    "not_finite": _Meaning(
        _RESULT,
        "Find where the value stops being a number: empty output, a division by zero, or a "
        "logarithm of zero.",
    ),
    "not_monotonic": _Meaning(
        _RESULT, "Make the setting govern the result: a finer setting must cost more."
    ),
    "quality_not_monotonic": _Meaning(
        _RESULT, "Make the setting govern the result: a finer setting must give better quality."
    ),
    "overlap_too_small": _Meaning(
        _RESULT,
        "Let the settings span the same range as the reference, so that the two can be compared.",
    ),
    "exited_early": _Meaning(
        Category.RUNTIME_ERROR, "Return from the function instead of ending the process."
    ),
    "wrong_arity": _Meaning(_CONTRACT, "Give the function exactly the declared parameters."),
    "wrong_dtype": _Meaning(_CONTRACT, "Convert to the declared dtype just before returning."),
    "wrong_shape": _Meaning(_CONTRACT, "Return the declared shape: crop padding, keep all items."),
    "wrong_size": _Meaning(_CONTRACT, "Return exactly as much as the contract asks for."),
    "wrong_return_type": _Meaning(_CONTRACT, "Convert to the declared type just before returning."),
    "empty_bitstream": _Meaning(
        _CONTRACT, "Return the bytes that were written, and check that they are written at all."
    ),
    "oversized_bitstream": _Meaning(_CONTRACT, "Write less: the output exceeds what is accepted."),
    "oversized_source": _Meaning(_CONTRACT, "Write shorter code; move no data into the source."),
    "no_code": _Meaning(_CONTRACT, "Ask for the complete file again and nothing but code."),
    "proposer_access": _Meaning(
        _CONTRACT, "Check the proposer's API key, its account and the id of its model."
    ),
    "proposer_outage": _Meaning(
        Category.RESOURCE_ERROR,
        "Let the model rest, then ask again; if it lasts, run fewer jobs or raise its rate limit.",
        Severity.MEDIUM,
    ),
    "proposer_timeout": _Meaning(
        Category.TIMEOUT, "Wait longer for an answer: set ERRATA_PROPOSER_TIMEOUT_S higher."
    ),
    "nothing_new": _Meaning(
        _CONTRACT,
        "Let the proposer vary more: each of its edits of this parent has been tried already.",
        Severity.MEDIUM,
    ),
    "orchestrator_vanished": _Meaning(
        Category.RESOURCE_ERROR,
        "Look at the machine, not at the candidate: its log and the kernel's around that time tell "
        "whether it was interrupted, restarted, or out of memory. Then try the candidate again.",
        Severity.MEDIUM,
    ),
    "no_function": _Meaning(
        _CONTRACT, "Define the missing function at module level, with the name the contract gives."
    ),
}
# Words in a code nobody has told us about, and what they usually mean.
_WORDS = (
    (r"time|deadline|slow|stall|hang", Category.TIMEOUT,
     "Make the step faster or give it less work."),
    (r"memory|oom|disk|quota|throttl|too_many|too_large", Category.RESOURCE_ERROR,
     "Use less of what ran out."),
    (r"syntax|parse|compile", Category.SYNTAX_ERROR, "Correct the code so that it parses."),
    (r"import|module|library", Category.IMPORT_ERROR, "Install or do without what failed to load."),
    ((r"policy|forbidden|denied|contract|schema|type|shape|size|missing|no_|invalid|unsupported"
     r"|argument"), _CONTRACT, "Give back what the contract asks for."),
    ((r"worse|below|regress|mismatch|nan|finite|quality|identical|unchanged|drift|baseline|score"
     r"|differs"), _RESULT, "Compare the result with the reference; follow the difference back."),
)  # fmt: skip
_BY_STAGE = {
    Stage.PROPOSE: _CONTRACT,
    Stage.VALIDATE: _CONTRACT,
    Stage.MEASURE: _RESULT,
    Stage.JUDGE: _RESULT,
}
_SEVERITY = {Category.TIMEOUT: Severity.MEDIUM, _RESULT: Severity.LOW}


def by_finding(event: FailureEvent) -> Ruling | None:
    """Explain a failure by the first thing that was measured to be wrong."""
    if not event.findings:
        return None
    finding = event.findings[0]
    meaning, confidence = _meaning(finding, event.stage)
    others = [other.message for other in event.findings[1:4] if other.message]
    cause = (
        ". ".join(text.rstrip(". ") for text in (finding.message or finding.code, *others)) + "."
    )
    return Ruling(
        rule=f"finding-{finding.code}"[:256],
        category=meaning.category,
        severity=meaning.severity or _SEVERITY.get(meaning.category, Severity.HIGH),
        cause=sentence(cause),
        fix=meaning.fix,
        confidence=confidence,
    )


def _meaning(finding: Finding, stage: Stage) -> tuple[_Meaning, float]:
    known = _KNOWN.get(finding.code)
    if known is not None:
        return known, 0.98
    for words, category, fix in _WORDS:
        if re.search(words, finding.code):
            return _Meaning(category, fix), 0.75
    category = _BY_STAGE.get(stage, Category.RUNTIME_ERROR)
    return _Meaning(category, "Read what was measured and check the step that produced it."), 0.6
