"""Keys of every item: the table's design in one place.

============================  ====================  ===========================  ==================
item                          pk, sk                index partition              index sort
============================  ====================  ===========================  ==================
experiment                    ``EXP#id, META``      gsi1 ``EXPS#day``            id
                                                     gsi2 ``EXPS#status#day``     id
                                                     gsi3 ``EXPS#category#day``   id
                                                     gsi4 ``EXPS#severity#day``   id
failure and diagnosis         ``EXP#id, FAIL#id``   gsi1 ``KIN#fingerprint``     failure id
                                                     gsi2 ``UPGRADEABLE``, while  failure id
                                                     a model may better it
                                                     gsi3 ``EXAMPLES#category``,  when corrected
                                                     once a person corrected it
correction                    ``EXP#id,             none                         none
                              CORRECTION#id#time``
group                         ``GROUP#fp, META``    gsi1 ``GROUPS``              last seen
                                                     gsi2 ``GROUPS#status``       last seen
                                                     gsi3 ``GROUPS#NEW``          first seen
remembered diagnosis          ``GROUP#fp,           none                         none
                              DIAGNOSIS#source``
other name of a group         ``ALIAS#fp, META``    none                         none
claim to ask a model          ``CLAIM#fp, META``    none                         none
counter, with its share of    ``STATS#month, day#   none                         none
the day's digest              cat#sev#stage``
parked message                ``PARKED, id``        none                         none
its whole text                ``PARKED#id, TEXT``   none                         none
child of an experiment        ``EXP#id, CHILD#id``  none                         none
saved view                    ``USER#sub,           none                         none
                              VIEW#name``
what a person changed         ``AUDIT#month, id``   none                         none
what a caller did in a        ``LIMIT#sub,          none                         none
minute (``rates.py``)         kind#minute``
day with experiments          ``DAYS, day``         none                         none
candidate tried               ``CANDIDATE#sha256,   none                         none
                              META``
last adopted experiment       ``CHAMPION, META``    none                         none
elite of a cell               ``ARCHIVE, cell``     none                         none
claim on a repair             ``EXP#id, REPAIR``    gsi1 ``REPAIRS#OPEN``, while  when claimed
                                                     it is not settled
what repairs came to          ``REPAIRS,            none                         none
                              category``
change token                  ``VERSION, META``     none                         none
============================  ====================  ===========================  ==================

Days are UTC. Ids are ULIDs, so a sort by id is a sort by time. An experiment lies in four index
partitions, one for each filter; a query takes the rarest of those asked for.

Everything expires but what only people and new versions of the algorithm make more of (diagnoses
remembered of people, their saved views, other names of groups), the elites, of which there are as
many as cells, and the experiments that these and the champion descend from.

A day's partition takes 1,000 write units a second, DynamoDB's limit for one partition key. An
experiment costs about ten over its life, so 100 experiments a second fit, far more than the loop
makes; sharding the day would cost every page a query for each shard. A failure moves its group
within one partition of all groups: four units at about 1.2 KB, so that 250 failures a second fit.
"""

from datetime import date, datetime

from ulid import ULID

from errata.taxonomy import Category, ExperimentStatus, GroupStatus, Severity, Stage

META = "META"
PARKED = "PARKED"
GROUPS = "GROUPS"
NEW_GROUPS = "GROUPS#NEW"
UPGRADEABLE = "UPGRADEABLE"
DAYS = "DAYS"
LEARNED = "LEARNED"
ARCHIVE = "ARCHIVE"
REPAIRS = "REPAIRS"
OPEN_REPAIRS = "REPAIRS#OPEN"
CHAMPION = {"pk": "CHAMPION", "sk": META}
VERSION = {"pk": "VERSION", "sk": META}
CHILD = "CHILD#"
CHILDREN = (CHILD, f"{CHILD}~")
"""Bounds of the sort keys that point at an experiment's children."""


def experiment(experiment_id: str) -> dict[str, str]:
    """Return the key of an experiment."""
    return {"pk": f"EXP#{experiment_id}", "sk": META}


def child(parent_id: str, experiment_id: str) -> dict[str, str]:
    """Return the key of what points from an experiment at one that was made from it."""
    return {"pk": f"EXP#{parent_id}", "sk": f"{CHILD}{experiment_id}"}


def failure(experiment_id: str, failure_id: str) -> dict[str, str]:
    """Return the key of a failure."""
    return {"pk": f"EXP#{experiment_id}", "sk": f"FAIL#{failure_id}"}


def group(fingerprint: str) -> dict[str, str]:
    """Return the key of a group."""
    return {"pk": f"GROUP#{fingerprint}", "sk": META}


def remembered(fingerprint: str, source: str) -> dict[str, str]:
    """Return the key of a remembered diagnosis."""
    return {"pk": f"GROUP#{fingerprint}", "sk": f"DIAGNOSIS#{source}"}


def audit(month: str) -> str:
    """Return the partition of what people changed in a month like ``2026-01``."""
    return f"AUDIT#{month}"


def audited(entry_id: str) -> dict[str, str]:
    """Return the key of what a person changed, by its ULID."""
    return {"pk": audit(day_of(entry_id)[:7]), "sk": entry_id}


def view(owner: str, name: str) -> dict[str, str]:
    """Return the key of a saved view."""
    return {"pk": views(owner), "sk": f"VIEW#{name}"}


def views(owner: str) -> str:
    """Return the partition of a person's saved views."""
    return f"USER#{owner}"


def alias(fingerprint: str) -> dict[str, str]:
    """Return the key of a group's other name: the fingerprint a later algorithm gave it."""
    return {"pk": f"ALIAS#{fingerprint}", "sk": META}


def claim(fingerprint: str) -> dict[str, str]:
    """Return the key of a claim."""
    return {"pk": f"CLAIM#{fingerprint}", "sk": META}


def candidate(sha256: str) -> dict[str, str]:
    """Return the key of the claim on a candidate, by the hash of its code."""
    return {"pk": f"CANDIDATE#{sha256}", "sk": META}


def learned(operator: str) -> dict[str, str]:
    """Return the key of what a kind of edit has come to."""
    return {"pk": LEARNED, "sk": f"ARM#{operator}"}


def elite(cell: str) -> dict[str, str]:
    """Return the key of the best codec of a cell."""
    return {"pk": ARCHIVE, "sk": cell}


def construct(sha256: str) -> dict[str, str]:
    """Return the key of what a construct died of last."""
    return {"pk": f"CONSTRUCT#{sha256}", "sk": META}


def repair(experiment_id: str) -> dict[str, str]:
    """Return the key of the claim on a failed experiment's repair."""
    return {"pk": f"EXP#{experiment_id}", "sk": "REPAIR"}


def open_repair(experiment_id: str, claimed_at: datetime) -> dict[str, str]:
    """Return the index attributes by which repairs are listed that are not settled."""
    return {"gsi1pk": OPEN_REPAIRS, "gsi1sk": f"{moment(claimed_at)}#{experiment_id}"}


def repairs(category: Category) -> dict[str, str]:
    """Return the key of what became of the repairs of a category's failures."""
    return {"pk": REPAIRS, "sk": category.value}


def correction(experiment_id: str, failure_id: str, at: datetime) -> dict[str, str]:
    """Return the key of a correction."""
    prefix = corrections(failure_id)
    return {"pk": f"EXP#{experiment_id}", "sk": f"{prefix}{moment(at)}"}


def corrections(failure_id: str) -> str:
    """Return what the sort keys of a failure's corrections start with."""
    return f"CORRECTION#{failure_id}#"


def upgradeable(failure_id: str) -> dict[str, str]:
    """Return the index attributes by which failures that a model may better are listed."""
    return {"gsi2pk": UPGRADEABLE, "gsi2sk": failure_id}


def example(category: Category, at: datetime) -> dict[str, str]:
    """Return the index attributes by which corrected failures of a category are listed."""
    return {"gsi3pk": examples(category), "gsi3sk": moment(at)}


def examples(category: Category) -> str:
    """Return the index partition of a category's corrected failures."""
    return f"EXAMPLES#{category}"


def counter(day: str, category: Category, severity: Severity, stage: Stage) -> dict[str, str]:
    """Return the key of a day's counter."""
    return {"pk": stats(day[:7]), "sk": f"{day}#{category}#{severity}#{stage}"}


def stats(month: str) -> str:
    """Return the partition of a month's counters; a month is like ``2026-01``."""
    return f"STATS#{month}"


def parked(parked_id: str) -> dict[str, str]:
    """Return the key of a parked message."""
    return {"pk": PARKED, "sk": parked_id}


def parked_text(parked_id: str) -> dict[str, str]:
    """Return the key of a parked message's whole text."""
    return {"pk": f"{PARKED}#{parked_id}", "sk": "TEXT"}


def kin(fingerprint: str) -> str:
    """Return the index partition of a group's failures."""
    return f"KIN#{fingerprint}"


def groups(status: GroupStatus) -> str:
    """Return the index partition of the groups of one status."""
    return f"GROUPS#{status}"


def listed_group(status: GroupStatus, first_seen: str, last_seen: str) -> dict[str, str]:
    """Return the index attributes by which a group is listed; both times are moments."""
    return {
        "gsi1pk": GROUPS,
        "gsi1sk": last_seen,
        "gsi2pk": groups(status),
        "gsi2sk": last_seen,
        "gsi3pk": NEW_GROUPS,
        "gsi3sk": first_seen,
    }


def day_of(ulid: str) -> str:
    """Return the UTC day in which an id was made, as ``2026-01-31``."""
    return ULID.from_str(ulid).datetime.date().isoformat()


def days(first_day: date, last_day: date) -> tuple[str, str]:
    """Return the bounds of sort keys that start with one of the days given, both inclusive."""
    return first_day.isoformat(), f"{last_day.isoformat()}~"  # sorts after all that keys hold


def moment(when: datetime) -> str:
    """Return a time so that text sorts as time does."""
    return when.isoformat(timespec="microseconds")


LISTED_BY = {"category": "gsi3", "severity": "gsi4", "status": "gsi2"}
"""Indexes by the attribute that they narrow a listing by, the narrowest first."""


def listed_by_day(experiment_id: str) -> dict[str, str]:
    """Return the index attributes by which a day's experiments are listed."""
    return _listed("gsi1", experiment_id, "")


def listed_by_status(experiment_id: str, status: ExperimentStatus) -> dict[str, str]:
    """Return the index attributes by which a day's experiments of one status are listed."""
    return _listed("gsi2", experiment_id, f"{status}#")


def listed_by_verdict(experiment_id: str, category: Category, severity: Severity) -> dict[str, str]:
    """Return the index attributes by which diagnosed experiments are listed."""
    by_category = _listed("gsi3", experiment_id, f"{category}#")
    return by_category | _listed("gsi4", experiment_id, f"{severity}#")


def _listed(index: str, experiment_id: str, kind: str) -> dict[str, str]:
    return {
        f"{index}pk": f"EXPS#{kind}{day_of(experiment_id)}",
        f"{index}sk": experiment_id,
    }


def listing_index(day: str, narrowed: tuple[str, str] | None) -> tuple[str, str]:
    """Return the index that lists experiments by what narrows them, and a day's partition in it."""
    if narrowed is None:
        return "gsi1", f"EXPS#{day}"
    attribute, value = narrowed
    return LISTED_BY[attribute], f"EXPS#{value}#{day}"
