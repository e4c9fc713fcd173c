// One function per endpoint: plain arguments in, data out, ApiProblem on failure.
import { client, unwrap, WRITE } from "./client";
import type {
  Code,
  CorrectedVerdict,
  CorrectionHistory,
  Curves,
  DayBudget,
  Differences,
  DifferencesQuestion,
  Diagnosis,
  Experiment,
  ExperimentFilter,
  ExperimentPage,
  ExperimentStory,
  FailureDetail,
  Group,
  GroupDecision,
  GroupDetail,
  GroupPage,
  GroupStatus,
  Learned,
  NewGroups,
  Measurements,
  ParkedPage,
  SavedView,
  Session,
  Stats,
} from "./types";

const write = { params: { header: WRITE } };

export function listExperiments(
  query: ExperimentFilter,
  signal?: AbortSignal,
): Promise<ExperimentPage> {
  return unwrap(client.GET("/api/experiments", { params: { query }, ...cancel(signal) }));
}

export function getExperiment(experiment_id: string, signal?: AbortSignal): Promise<Experiment> {
  const params = { path: { experiment_id } };
  return unwrap(client.GET("/api/experiments/{experiment_id}", { params, ...cancel(signal) }));
}

export function getCode(experiment_id: string, signal?: AbortSignal): Promise<Code> {
  const params = { path: { experiment_id } };
  return unwrap(client.GET("/api/experiments/{experiment_id}/code", { params, ...cancel(signal) }));
}

export function getStory(experiment_id: string, signal?: AbortSignal): Promise<ExperimentStory> {
  const params = { path: { experiment_id } };
  return unwrap(
    client.GET("/api/experiments/{experiment_id}/story", { params, ...cancel(signal) }),
  );
}

export function getMeasurements(
  experiment_id: string,
  signal?: AbortSignal,
): Promise<Measurements> {
  const params = { path: { experiment_id } };
  return unwrap(
    client.GET("/api/experiments/{experiment_id}/measurements", { params, ...cancel(signal) }),
  );
}

export function getFailure(
  experiment_id: string,
  failure_id: string,
  signal?: AbortSignal,
): Promise<FailureDetail> {
  const params = { path: { experiment_id, failure_id } };
  return unwrap(
    client.GET("/api/experiments/{experiment_id}/failures/{failure_id}", {
      params,
      ...cancel(signal),
    }),
  );
}

export function correctDiagnosis(
  experiment_id: string,
  failure_id: string,
  body: CorrectedVerdict,
): Promise<Diagnosis> {
  const params = { ...write.params, path: { experiment_id, failure_id } };
  return unwrap(
    client.POST("/api/experiments/{experiment_id}/failures/{failure_id}/correction", {
      params,
      body,
    }),
  );
}

export function listCorrections(
  experiment_id: string,
  failure_id: string,
  signal?: AbortSignal,
): Promise<CorrectionHistory> {
  const params = { path: { experiment_id, failure_id } };
  return unwrap(
    client.GET("/api/experiments/{experiment_id}/failures/{failure_id}/corrections", {
      params,
      ...cancel(signal),
    }),
  );
}

/** A log as it is stored; of one beyond the server's limit, its start. */
export async function getLog(
  experiment_id: string,
  failure_id: string,
  signal?: AbortSignal,
): Promise<{ text: string; truncated: boolean }> {
  const params = { path: { experiment_id, failure_id } };
  const answer = client.GET("/api/experiments/{experiment_id}/failures/{failure_id}/log", {
    params,
    parseAs: "text",
    ...cancel(signal),
  });
  const text = await unwrap(answer);
  const { headers } = (await answer).response;
  return { text, truncated: headers.get("x-errata-truncated") === "true" };
}

/** Where the browser downloads a whole log from. */
export function logUrl(experimentId: string, failureId: string): string {
  return `/api/experiments/${encodeURIComponent(experimentId)}/failures/${encodeURIComponent(failureId)}/log`;
}

export function listGroups(
  query: { status?: GroupStatus; limit: number; cursor?: string },
  signal?: AbortSignal,
): Promise<GroupPage> {
  return unwrap(client.GET("/api/groups", { params: { query }, ...cancel(signal) }));
}

export function getGroup(
  fingerprint: string,
  query: { limit: number; cursor?: string },
  signal?: AbortSignal,
): Promise<GroupDetail> {
  const params = { path: { fingerprint }, query };
  return unwrap(client.GET("/api/groups/{fingerprint}", { params, ...cancel(signal) }));
}

export function decideGroup(fingerprint: string, status: GroupDecision["status"]): Promise<Group> {
  const params = { ...write.params, path: { fingerprint } };
  return unwrap(client.POST("/api/groups/{fingerprint}/status", { params, body: { status } }));
}

export function getBudget(signal?: AbortSignal): Promise<DayBudget> {
  return unwrap(client.GET("/api/budget", cancel(signal)));
}

export function listParked(
  query: { limit: number; cursor?: string },
  signal?: AbortSignal,
): Promise<ParkedPage> {
  return unwrap(client.GET("/api/parked", { params: { query }, ...cancel(signal) }));
}

/** Groups first seen in these days, the worst first. */
export function listNewGroups(
  query: { first_day?: string; last_day?: string; limit: number },
  signal?: AbortSignal,
): Promise<NewGroups> {
  return unwrap(client.GET("/api/groups/new", { params: { query }, ...cancel(signal) }));
}

export function getCurves(
  query: { first_day?: string; last_day?: string },
  signal?: AbortSignal,
): Promise<Curves> {
  return unwrap(client.GET("/api/curves", { params: { query }, ...cancel(signal) }));
}

export function getStats(
  query: { first_day?: string; last_day?: string },
  signal?: AbortSignal,
): Promise<Stats> {
  return unwrap(client.GET("/api/stats", { params: { query }, ...cancel(signal) }));
}

/** How kinds of edit and repairs fare, and the best codec of each kind. */
export function getLearned(signal?: AbortSignal): Promise<Learned> {
  return unwrap(client.GET("/api/learned", cancel(signal)));
}

/** What sets some experiments apart from the rest. It only reads: ids outgrow a query string. */
export function findDifferences(
  body: DifferencesQuestion,
  signal?: AbortSignal,
): Promise<Differences> {
  return unwrap(client.POST("/api/differences", { ...write, body, ...cancel(signal) }));
}

export async function listViews(signal?: AbortSignal): Promise<readonly SavedView[]> {
  return (await unwrap(client.GET("/api/views", cancel(signal)))).items;
}

/** Keep an address under a name, in the place of what had that name. */
export function saveView(name: string, address: string): Promise<SavedView> {
  const params = { path: { name }, header: WRITE };
  return unwrap(client.PUT("/api/views/{name}", { params, body: { address } }));
}

export async function deleteView(name: string): Promise<void> {
  const params = { path: { name }, header: WRITE };
  await unwrap(client.DELETE("/api/views/{name}", { params }));
}

/** The server answers 304 when nothing changed; the browser then hands us its cached copy. */
export async function getVersion(): Promise<string> {
  return (await unwrap(client.GET("/api/version"))).version;
}

export function getSession(): Promise<Session> {
  return unwrap(client.GET("/api/session"));
}

export function signIn(username: string, password: string): Promise<Session> {
  return unwrap(client.POST("/api/session", { ...write, body: { username, password } }));
}

export function setFirstPassword(
  username: string,
  session: string,
  new_password: string,
): Promise<Session> {
  const body = { username, session, new_password };
  return unwrap(client.POST("/api/session/password", { ...write, body }));
}

export async function endSession(): Promise<void> {
  await unwrap(client.DELETE("/api/session", write));
}

function cancel(signal: AbortSignal | undefined): { signal?: AbortSignal } {
  return signal ? { signal } : {};
}
