"""What the internet meets: the distribution, the API and the user pool."""

from typing import Any

from cfnlint.api import lint_file

from infra.local.deployment import parameters
from infra.template import PATH
from tests.template.decided import Resources, of_type

CACHING_DISABLED = "4135ea2d-6df8-44a3-9df3-4b5a84be39ad"
ALL_VIEWER_EXCEPT_HOST = "b689b0a8-53d0-40ab-baf2-68738e2966ac"


def test_every_answer_carries_the_security_headers(resources: Resources) -> None:
    distribution = resources["Distribution"]["Properties"]["DistributionConfig"]
    behaviours = [distribution["DefaultCacheBehavior"], *distribution["CacheBehaviors"]]

    for behaviour in behaviours:
        assert behaviour["ResponseHeadersPolicyId"] == {"Ref": "SecurityHeaders"}
        assert behaviour["ViewerProtocolPolicy"] == "redirect-to-https"


def test_the_content_security_policy_lets_no_inline_script_in(resources: Resources) -> None:
    policy = resources["SecurityHeaders"]["Properties"]["ResponseHeadersPolicyConfig"]
    headers = policy["SecurityHeadersConfig"]
    text = headers["ContentSecurityPolicy"]["ContentSecurityPolicy"]
    directives = dict(part.split(maxsplit=1) for part in text.split("; "))

    assert directives["default-src"] == "'none'"
    assert directives["script-src"] == "'self'"
    assert directives["frame-ancestors"] == "'none'"
    assert directives["require-trusted-types-for"] == "'script'"
    assert directives["trusted-types"] == "'none'"
    assert "unsafe" not in text
    assert headers["StrictTransportSecurity"]["AccessControlMaxAgeSec"] >= 365 * 24 * 3600
    assert headers["ReferrerPolicy"]["ReferrerPolicy"] == "no-referrer"
    assert all(header["Override"] for header in headers.values())


def test_the_site_is_private_and_the_api_is_never_cached(resources: Resources) -> None:
    distribution = resources["Distribution"]["Properties"]["DistributionConfig"]
    origins = {origin["Id"]: origin for origin in distribution["Origins"]}
    [api] = distribution["CacheBehaviors"]

    assert distribution["DefaultCacheBehavior"]["TargetOriginId"] == "site"
    assert origins["site"]["OriginAccessControlId"] == {"Ref": "SiteAccessControl"}
    assert (api["PathPattern"], api["TargetOriginId"]) == ("/api/*", "api")
    assert api["CachePolicyId"] == CACHING_DISABLED
    assert api["OriginRequestPolicyId"] == ALL_VIEWER_EXCEPT_HOST
    assert origins["api"]["CustomOriginConfig"]["OriginProtocolPolicy"] == "https-only"
    assert origins["api"]["OriginPath"] == ""


def test_the_authorizer_decides_each_request_anew(resources: Resources) -> None:
    authorizer = resources["Authorizer"]["Properties"]

    assert authorizer["AuthorizerResultTtlInSeconds"] == 0
    assert authorizer["IdentitySource"] == []
    assert authorizer["EnableSimpleResponses"] is True
    for route in of_type(resources, "AWS::ApiGatewayV2::Route").values():
        assert route["AuthorizationType"] == "NONE" or route["AuthorizerId"] == {
            "Ref": "Authorizer"
        }


def test_the_api_is_throttled(resources: Resources) -> None:
    limits = resources["HttpApiStage"]["Properties"]["DefaultRouteSettings"]

    assert limits == {"ThrottlingRateLimit": 100, "ThrottlingBurstLimit": 200}


def test_what_strangers_may_call_is_throttled_more(resources: Resources) -> None:
    """AWS refuses settings of a route that is not there yet: the stage comes after the routes."""
    stage = resources["HttpApiStage"]
    routes = of_type(resources, "AWS::ApiGatewayV2::Route")
    open_routes = {
        route["RouteKey"]: name
        for name, route in routes.items()
        if route["AuthorizationType"] == "NONE" and route["RouteKey"] != "GET /api/health"
    }
    settings = stage["Properties"]["RouteSettings"]

    assert set(settings) == set(open_routes)
    assert set(stage["DependsOn"]) == set(open_routes.values())
    assert all(it["ThrottlingRateLimit"] <= 20 for it in settings.values())
    assert settings["POST /api/session"]["ThrottlingRateLimit"] == 5


def test_access_tokens_are_short(template: dict[str, Any], resources: Resources) -> None:
    """Nothing ends one before its time: the authorizer does not ask Cognito."""
    minutes = template["Parameters"]["AccessTokenMinutes"]
    client = resources["UserPoolClient"]["Properties"]

    assert (minutes["Default"], minutes["MaxValue"]) == (5, 60)
    assert client["AccessTokenValidity"] == client["IdTokenValidity"] == 5
    assert client["TokenValidityUnits"]["AccessToken"] == "minutes"


def test_cursors_are_signed_with_a_secret_that_nobody_chose(resources: Resources) -> None:
    key = resources["CursorKey"]["Properties"]
    function = resources["AdminApiFunction"]["Properties"]["Environment"]["Variables"]

    assert key["GenerateSecretString"] == {"PasswordLength": 43, "ExcludePunctuation": True}
    assert "SecretString" not in key
    assert function["ERRATA_CURSOR_KEY"] == {
        "Fn::Sub": "{{resolve:secretsmanager:${CursorKey}:SecretString}}"
    }


def test_only_an_administrator_makes_users(resources: Resources) -> None:
    pool = resources["UserPool"]["Properties"]

    assert pool["AdminCreateUserConfig"] == {"AllowAdminCreateUserOnly": True}
    assert pool["DeletionProtection"] == "ACTIVE"
    assert pool["Policies"]["PasswordPolicy"]["MinimumLength"] >= 12


def test_no_password_can_be_tried_past_the_api(resources: Resources) -> None:
    client = resources["UserPoolClient"]["Properties"]

    assert set(client["ExplicitAuthFlows"]) == {
        "ALLOW_ADMIN_USER_PASSWORD_AUTH",
        "ALLOW_REFRESH_TOKEN_AUTH",
    }
    assert client["PreventUserExistenceErrors"] == "ENABLED"
    assert client["EnableTokenRevocation"] is True


def test_the_emulator_differs_by_parameters_that_exist(template: dict[str, Any]) -> None:
    assert set(parameters(port=4577, claude_base_url="")) <= set(template["Parameters"])


def test_cfn_lint_finds_nothing() -> None:
    assert lint_file(PATH) == []
