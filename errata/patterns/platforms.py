"""Clusters, clouds and services that ran out of what a run needs."""

from errata.evidence.statements import Authority
from errata.patterns.rule import Rule
from errata.taxonomy import Category, Severity

_RESOURCE = Category.RESOURCE_ERROR

RULES: tuple[Rule, ...] = (
    Rule(
        name="evicted",
        category=_RESOURCE,
        words="low on resource: | was evicted | reason: evicted | ephemeral local storage usage"
        " | diskpressure | memorypressure | evicted pod | pod evicted | local ephemeral storage",
        says=r"low on resource:|\b(?:was|pod|reason:) evicted|evicted pod|ephemeral.{0,12}"
        r" storage.{0,12}"
        r"(?:usage|exceed)|(?:disk|memory)pressure(?!\s{1,20}false)",
        authority=Authority.IMPOSED,
        cause="The cluster evicted the run because it used more than it asked for: {message}.",
        fix="Ask for what the run uses (memory, ephemeral storage), or use less.",
        examples=(
            "The node was low on resource: memory. Container main was using 20Gi",
            "Pod ephemeral local storage usage exceeds the total limit of containers 10Gi.",
        ),
        confidence=0.94,
    ),
    Rule(
        name="unschedulable",
        category=_RESOURCE,
        words="nodes are available: | exceeded resource quota | exceeded quota: | qosmax"
        " | violates accounting/qos | insufficientinstancecapacity | vcpulimitexceeded"
        " | sufficient capacity | maxspotinstancecountexceeded | instancelimitexceeded"
        " | requested node configuration is not available | limitexceededexception"
        " | concurrentexecutions | servicequotaexceeded | stockout | zone_resource_pool_exhausted"
        " | zone does not have enough resources",
        says=r"nodes are available: .{0,200}insufficient|exceeded (?:resource )?quota|qosmax"
        r"|violates accounting/qos|insufficientinstancecapacity|(?:vcpu|instance"
        r"|countE?)limitexceeded"
        r"|(?:do(?:es)? not|don't) (?:currently )?have sufficient|spotinstancecountexceeded"
        r"|node configuration is not available|limitexceededexception|servicequotaexceeded"
        r"|stockout|resource_pool_exhausted|not have enough resources",
        authority=Authority.RAISED,
        cause="The platform has no room left for the run: {message}.",
        fix="Ask for less, another kind of machine or another zone, or have the quota raised.",
        examples=(
            "0/3 nodes are available: 3 Insufficient nvidia.com/gpu.",
            (
                "An error occurred (InsufficientInstanceCapacity) when calling the RunInstances"
                " operation"
            ),
            "sbatch: error: Batch job submission failed: Job violates accounting/QOS policy",
        ),
        confidence=0.88,
    ),
    Rule(
        name="usage-limit",
        category=_RESOURCE,
        severity=Severity.CRITICAL,
        words="usage limit | spending limit | budget exceeded | budget has been exceeded"
        " | monthly limit | daily limit | free tier | out of tokens | no credits"
        " | insufficient funds | purchase credits | 402 payment | quota has been exhausted"
        " | credits exhausted | token quota | insufficient_user_quota | exceeded your quota",
        says=r"(?:reached|hit|exceeded|over|past|exceeds|exhausted|used up).{0,60}"
        r"(?:usage|spending|monthly|daily|free.tier|budget|quota).{0,12}(?:limit|quota|requests)?"
        r"|(?:usage|spending|monthly|daily) limit (?:has been )?(?:reached|exceeded|hit)"
        r"|budget (?:has been )?exceeded|(?:no|out of|purchase|insufficient) (?:credits|tokens"
        r"|funds)"
        r"|quota has been exhausted|credits exhausted|402 payment|exceeded your quota"
        r"|insufficient_user_quota",
        cause="The account has used up what it may: {message}.",
        fix="Wait for the next period, raise the limit or switch to another account.",
        examples=(
            "You've hit your usage limit. Try again at 9 PM.",
            "Error: model usage limit reached",
        ),
        confidence=0.82,
    ),
    Rule(
        name="overloaded",
        category=_RESOURCE,
        severity=Severity.MEDIUM,
        words="overloaded | provisionedthroughputexceeded | request rate is | slow down"
        " | too many concurrent | at capacity | over capacity | concurrency limit"
        " | tokens per minute | requests per minute | per-minute | no healthy upstream"
        " | rate exceeded | rate_limit",
        says=r"overloaded(?!\s{1,20}(?:function|method|operator|member))"
        r"|provisionedthroughputexceeded|request rate is"
        r"|slow down|too many concurrent|(?:at|over) capacity|concurrency limit"
        r"|(?:tokens|requests) per minute|per-minute|rate exceeded|rate_limit(?:_error|_exceeded)",
        cause="A service has more requests than it takes: {message}.",
        fix="Send fewer at once, back off with jitter, and try again later.",
        examples=(
            "anthropic.OverloadedError: Error code: 529 - Overloaded",
            "An error occurred (ProvisionedThroughputExceededException) when calling PutItem",
        ),
        confidence=0.82,
    ),
)
