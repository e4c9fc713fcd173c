// The one place that talks to the server. The session lives in HttpOnly cookies: no script sees it.
import { signal } from "@preact/signals";
import createClient from "openapi-fetch";

import { ApiProblem, isAbort, problemOf } from "./errors";
import type { paths } from "./schema";

/** Sent with every write: another site cannot forge a header of its own. */
export const WRITE = { "x-errata-request": "1" } as const;

/** Counts up whenever the server says that nobody is signed in (any more). */
export const signedOut = signal(0);

let renewal: Promise<boolean> | undefined;

export const client = createClient<paths>({ baseUrl: "/", fetch: fetchSignedIn });

/** What openapi-fetch gives back: data for a success, else the error body. */
interface Outcome<T> {
  data?: T;
  error?: unknown;
  response: Response;
}

/** Return the data of an answer, or throw the ApiProblem it tells of. */
export async function unwrap<T>(request: Promise<Outcome<T>>): Promise<T> {
  let outcome: Outcome<T>;
  try {
    outcome = await request;
  } catch (error) {
    if (isAbort(error) || error instanceof ApiProblem) throw error;
    throw new ApiProblem("network", "the server could not be reached");
  }
  if (!outcome.response.ok) throw problemOf(outcome.response, outcome.error);
  return outcome.data as T;
}

async function fetchSignedIn(request: Request): Promise<Response> {
  const path = new URL(request.url).pathname;
  const signingIn = path.startsWith("/api/session") && request.method === "POST";
  const again = request.clone();
  const response = await fetch(request);
  if (signingIn || !(await lacksSession(response))) return response;
  renewal ??= renew().finally(() => (renewal = undefined));
  if (await renewal) return fetch(again);
  signedOut.value += 1;
  return response;
}

/** A 403 without our error body is the gateway's: its authorizer did not accept the cookie. */
async function lacksSession(response: Response): Promise<boolean> {
  if (response.status === 401) return true;
  if (response.status !== 403) return false;
  const problem = problemOf(
    response,
    await response
      .clone()
      .json()
      .catch(() => null),
  );
  return problem.code === "internal";
}

/**
 * Prolong the session with the refresh cookie; many requests may wait for one renewal. False when it
 * has ended: a server that is busy or away ends none.
 */
async function renew(): Promise<boolean> {
  const response = await fetch("/api/session/refresh", { method: "POST", headers: WRITE });
  if (response.ok) return true;
  if (response.status === 401 || response.status === 403) return false;
  throw problemOf(response, await response.json().catch(() => null));
}
