import type { components } from "./schema";

type Code = components["schemas"]["ErrorCode"] | "network";

/** What the gateway itself says of too many requests, in our words: it has none. */
const BUSY = "the server has too many requests at the moment; try again in a few seconds";

/** A request that failed, told in words a person can act upon. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly code: Code,
    message: string,
    readonly field?: string | null,
    /** AWS's id of the request, by which its log lines are found. */
    readonly requestId?: string | null,
    /** Proves a first password when `code` is `new_password_required`. */
    readonly challenge?: string,
  ) {
    super(message);
  }
}

/** Return the problem an error answer tells of; `body` is anything a server or a proxy may send. */
export function problemOf(response: Response, body: unknown): ApiProblem {
  const requestId =
    response.headers.get("apigw-requestid") ?? response.headers.get("x-amzn-requestid");
  const told = isRecord(body) && isRecord(body["error"]) ? body["error"] : undefined;
  if (!told || typeof told["code"] !== "string" || typeof told["message"] !== "string") {
    if (response.status === 429) return new ApiProblem("too_many_requests", BUSY, null, requestId);
    return new ApiProblem("internal", `the server answered ${response.status}`, null, requestId);
  }
  const field = typeof told["field"] === "string" ? told["field"] : null;
  const challenge =
    isRecord(body) && typeof body["session"] === "string" ? body["session"] : undefined;
  return new ApiProblem(told["code"] as Code, told["message"], field, requestId, challenge);
}

/** True for the error a cancelled request ends with. */
export function isAbort(error: unknown): boolean {
  return error instanceof DOMException && error.name === "AbortError";
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}
