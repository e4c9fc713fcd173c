"""Rejected at a boundary: policy, contract, schema, arguments, configuration."""

from errata.evidence.statements import Authority
from errata.patterns.rule import Rule
from errata.taxonomy import Category

POLICY: tuple[Rule, ...] = (
    Rule(
        name="import-refused",
        category=Category.VALIDATION_ERROR,
        words="import",
        says=r"import(?:s|ed|ing)?\b[^\n]{0,80}?\b(?:not|n't) (?:allowed|permitted|authori[sz]ed)"
        r"|(?:forbidden|disallowed|unauthori[sz]ed|unsafe|blocked|prohibited|banned) import",
        authority=Authority.RAISED,
        cause="The policy of the sandbox refused an import: {message}.",
        fix="Write the code with the modules that the policy allows; nothing was run.",
        examples=(
            "InterpreterError: Import of socket is not allowed. Authorized imports are: ['math']",
            "validator: Forbidden import: subprocess",
        ),
        confidence=0.96,
    ),
    Rule(
        name="policy-refused",
        category=Category.VALIDATION_ERROR,
        words="not permitted to | forbidden attribute | forbidden function | forbidden call"
        " | forbidden name | forbidden access to | disallowed | blocked by policy"
        " | policy violation | security violation | refused by policy | sandbox violation"
        " | invalid attribute name because it starts with | not allowed in sandbox"
        " | not allowed by the sandbox | blocked by sandbox | blocked by the sandbox"
        ' | bad system call | is not permitted | seccomp | apparmor="denied | avc:  denied'
        " | not in the whitelist | not in whitelist | not whitelisted | not in the allowlist"
        " | security check failed | security error: | securityerror | sandbox: | sandboxed"
        " | dangerous | restricted | forbidden import | forbidden keyword | forbidden pattern"
        " | forbidden module | forbidden operation | not in the allowed list | is forbidden"
        " | use of eval | outside the allowed | outside of the allowed | escape attempt"
        " | sigsys",
        says=r"not permitted to|forbidden (?:attribute|function|call|name|access to|import"
        r"|keyword|pattern"
        r"|module|operation|builtin)|disallowed|blocked by (?:the )?(?:policy|sandbox)"
        r"|(?:policy|security|sandbox) violation|refused by policy|because it starts with"
        r"|not allowed (?:in|by)(?: the)? sandbox|bad system call"
        r"|['\"`][\w.]{1,120}['\"`] is (?:not permitted|forbidden)|seccomp.{0,40}(?:denied"
        r"|violation|killed)"
        r"|(?:denied|killed) by seccomp|apparmor=\"denied|avc:  denied"
        r"|not (?:in (?:the )?)?(?:whitelist|allowlist|allowed list)(?:ed)?"
        r"|security (?:check failed|error: )|^(?:\w{0,40}: )?sandbox: .{0,80}(?:denied|not|refus"
        r"|block)"
        r"|(?:dangerous|restricted) (?:call|import|function|operation|module|builtin|code"
        r"|attribute)"
        r"|securityerror: |use of \w{1,120} is (?:not|forbid)|outside (?:of )?the allowed|escape"
        r" attempt"
        r"|SIGSYS",
        authority=Authority.RAISED,
        cause="The policy of the sandbox refused what the code does: {message}.",
        fix="Write the code without the refused call; use only what the policy offers.",
        examples=(
            "Process killed by SIGSYS",
            "InterpreterError: It is not permitted to call functions other than the tools",
            "check failed: Forbidden attribute: __globals__",
            "name '__import__' is not permitted",
            "module 'os' is not in the whitelist",
            "PermissionError: sandbox: network access is not allowed",
            "Security check failed: dangerous call os.system",
        ),
        confidence=0.94,
    ),
)

CONTRACTS: tuple[Rule, ...] = (
    Rule(
        name="schema",
        category=Category.VALIDATION_ERROR,
        types="ValidationError RequestValidationError SchemaError SchemaValidationError"
        " ValidationException ConfigValidationError",
        cause="The data breaks its schema: {message}{where}.",
        fix="Give the field named the type and value that the schema asks for.",
        examples=("pydantic_core.ValidationError: 1 validation error for Settings",),
        confidence=0.94,
    ),
    Rule(
        name="schema-reported",
        category=Category.VALIDATION_ERROR,
        words="validation error for | validation errors for | failed validation"
        " | schema validation failed | does not match the schema",
        cause="The data breaks its schema: {message}.",
        fix="Give the field named the type and value that the schema asks for.",
        examples=("2 validation errors for Manifest",),
        confidence=0.88,
    ),
    Rule(
        name="usage",
        category=Category.VALIDATION_ERROR,
        words="unrecognized argument | unrecognized option | unrecognised option"
        " | the following arguments are required | invalid choice: | no such option"
        " | missing option | missing argument | unknown option | unknown flag | invalid option"
        " | illegal option | unexpected extra argument | invalid value for | expected one argument"
        " | expected at least one argument | error: argument | option not found"
        " | does not take a value | unexpected argument | bad option"
        " | no such command | got unexpected extra"
        " | unknown command-line flag | unknown command line flag | invalid job",
        authority=Authority.RAISED,
        cause="The program was called with arguments it does not accept: {message}.",
        fix="Call it with the options its --help lists; correct the one named.",
        examples=(
            "FATAL Flags parsing error: Unknown command line flag 'qq'",
            "encode.py: error: unrecognized arguments: --crf 23",
            "Error: No such option: --presett",
            "Unrecognized option 'crff'.",
        ),
        confidence=0.93,
    ),
    Rule(
        name="configuration",
        category=Category.VALIDATION_ERROR,
        types="ConfigAttributeError ConfigKeyError ConfigCompositionException MissingMandatoryValue"
        " MissingConfigException ConfigError ConfigurationError InvalidConfigError"
        " ImproperlyConfigured UsageError BadParameter ArgumentError ArgumentTypeError"
        " InvalidArgument InvalidArgumentException InvalidParameterError ParameterError"
        " BadRequestError BadRequest UnprocessableEntityError InvalidRequestError"
        " ParamValidationError",
        cause="A setting or an argument was refused: {headline}{where}.",
        fix="Correct the value named; the message tells what is accepted.",
        examples=(
            "omegaconf.errors.ConfigAttributeError: Key 'qp' is not in struct",
            "google.api_core.exceptions.InvalidArgument: 400 names may only hold letters",
        ),
        confidence=0.9,
    ),
    Rule(
        name="bad-request",
        category=Category.VALIDATION_ERROR,
        words="invalid_request_error | badrequesterror | 400 bad request | 422 unprocessable"
        " | error code: 400 | error code: 422 | 400 client error | invalid_argument"
        " | (validationexception) | (validationerror) | (invalidparameter | malformed request"
        " | parameter validation failed | 413 request entity | 400 invalid | status code 400"
        " | status 400 | status 422 | http 400 | http error 400 | context_length_exceeded"
        " | maximum context length | prompt is too long",
        cause="A service refused the request as malformed: {message}.",
        fix="Correct the request as the answer says; sent again unchanged it will fail again.",
        examples=(
            "ERROR: request failed: 400 Bad Request: max_tokens must be positive",
            "An error occurred (ValidationException) when calling the PutItem operation: bad key",
        ),
        confidence=0.86,
    ),
    Rule(
        name="contract",
        category=Category.VALIDATION_ERROR,
        words="does not contain a | does not define | must define | must return | should return"
        " | must be a function | has no function | missing required | no evaluate function"
        " | does not implement | expected return type | function missing | not defined in the"
        " | no encode function | no decode function | missing function | required function"
        " | does not provide | has no attribute 'encode' | has no attribute 'decode'"
        " | has no attribute 'evaluate' | has no attribute 'main' | environment variable"
        " | missing field | field required | required property | required key | required field"
        " | required column | schema mismatch | does not conform | not conform to",
        says=r"does not contain an? ['\"`]?[\w.]{1,120}['\"`]? (?:function|method|class|key|column)"
        r"|(?:does not|must) define|(?:must|should) return|must be a function|has no function"
        r"|missing required (?!positional|keyword)\w{1,120}|no evaluate function|does not implement"
        r"|expected return type|(?:missing|no) (?:required )?(?:encode|decode|evaluate|main"
        r"|entry.?point) function"
        r"|function (?:missing|encode not)|required (?:function|field|column|property|key)\b"
        r".{0,80}(?:missing|not|absent)|missing (?:required )?(?:field|column|key|property"
        r"|environment)"
        r"|does not provide|(?:module|candidate|program|plugin)\b.{0,60}has no attribute"
        r" '(?:encode|decode"
        r"|evaluate|main)'|field required|is a required property|schema mismatch"
        r"|(?:does )?not conform to|environment variable\b.{0,80}(?:not set|missing|required"
        r"|must be|unset)",
        cause="The code does not keep its contract: {message}{where}.",
        fix="Offer what is declared: the function, its arguments and its return type.",
        examples=(
            "ERROR - loader: plugin file codec.py does not contain an 'encode' function",
            "TypeError: encode() must return bytes, got NoneType",
            "KeyError: 'CODEC_HOME environment variable is not set'",
            "schema mismatch: expected column qp",
            "evaluator: candidate has no attribute 'encode'",
        ),
        confidence=0.86,
    ),
    Rule(
        name="declared-set",
        category=Category.VALIDATION_ERROR,
        words="must be one of | should be one of | expected one of | expected to be one of"
        " | not in the allowed | is not a valid | not a supported | available options"
        " | available choices | choose from | allowed values | valid options are"
        " | supported values | invalid preset | invalid account | invalid partition"
        " | invalid project name | unknown argument | unknown config | unknown optimizer"
        " | unknown encoder | unknown decoder | unknown codec | unknown preset | unknown field"
        " | unknown profile | unknown mode | unknown model | unknown queue | unknown key"
        " | unknown parameter | unknown filter | unknown format | unknown type | unknown pixel"
        " | unrecognized key | unrecognized configuration | invalid configuration | invalid config"
        " | invalid template | is invalid: | out of range:"
        " | not in range | not divisible by | must be divisible"
        ""
        " "
        " | no evolve-block | preset not found"
        " | diff does not apply | patch does not apply | invalid diff | no valid diff"
        " | invalid literal value | invalid option | already exists in the config"
        " | not a recognized | not recognized as a valid | illegal value | bad value for"
        " | are mutually exclusive | cannot be used together | cannot be combined",
        cause="A value that is not accepted was refused: {headline}{where}.",
        fix="Use one of the accepted values.",
        examples=(
            "ValueError: preset must be one of ['fast', 'slow'], got 'warp'",
            "Unknown encoder 'libx266'",
            "ValueError: qp out of range: 99 (allowed 0-51)",
            "[libx264 @ 0x1] width not divisible by 2 (175x144)",
            "patch does not apply: codec.py:3",
        ),
        confidence=0.8,
    ),
    Rule(
        name="unsupported",
        category=Category.VALIDATION_ERROR,
        words="unsupported | not supported",
        says=r"unsupported (?!operand|protocol)[\w\- ]{1,40}(?:\bin\b|:|$)|\w{1,120} (?:is|are)"
        r" not supported",
        cause="Something was asked for that is not supported: {headline}{where}.",
        fix="Ask for what is supported, or add the support.",
        examples=("ManifestError: unsupported chroma format in header: 4:1:1",),
        confidence=0.69,
    ),
    Rule(
        name="expected-input",
        category=Category.VALIDATION_ERROR,
        types="AssertionError ValueError",
        words="expected | must be",
        says=r"(?<!to unpack \()\bexpected\b.{1,200}\b(?:but|got|found|received)\b"
        r"|\bmust be\b.{1,80}\b(?:got|but|not|received)\b"
        r"|\bmust be (?:either|between|in |positive|non-negative|greater|less|at (?:least|most)"
        r"|one |set|of type"
        r"|an? |the |divisible|['\"])",
        cause="An input was checked and refused: {headline}{where}.",
        fix="Hand over what the check expects; the message tells what came instead.",
        examples=(
            "ValueError: qp must be in 0..51, got 99",
            "AssertionError: Expected 2 planes but got 3",
        ),
        confidence=0.69,
    ),
)
