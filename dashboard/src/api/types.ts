// The API's own types, by name. They are generated from docs/openapi.json, so the two cannot drift.
import type { components, operations } from "./schema";

type Schemas = components["schemas"];

export type Category = Schemas["Category"];
export type Severity = Schemas["Severity"];
export type Stage = Schemas["Stage"];
export type Status = Schemas["ExperimentStatus"];
export type Source = Schemas["Source"];

export type Experiment = Schemas["Experiment"];
export type ExperimentPage = Schemas["ExperimentPage"];
export type Code = Schemas["Code"];
export type FailureDetail = Schemas["FailureDetail"];
export type FailureSummary = Schemas["FailureSummary"];
export type Diagnosis = Schemas["Diagnosis"];
export type Evidence = Schemas["Evidence"];
export type ExitFacts = Schemas["ExitFacts"];
export type Finding = Schemas["Finding"];
export type Frame = Schemas["Frame"];
export type LocalSummary = Schemas["LocalSummary"];
export type LogWindow = Schemas["LogWindow"];
export type RaisedException = Schemas["RaisedException"];
export type Group = Schemas["Group"];
export type GroupDay = Schemas["GroupDay"];
export type GroupDecision = Schemas["GroupDecision"];
export type GroupDetail = Schemas["GroupDetail"];
export type NewGroups = Schemas["NewGroups"];
export type GroupPage = Schemas["GroupPage"];
export type ParkedMessage = Schemas["ParkedMessage"];
export type ParkedPage = Schemas["ParkedPage"];
export type DayBudget = Schemas["DayBudget"];
export type Correction = Schemas["Correction"];
export type CorrectionHistory = Schemas["CorrectionHistory"];
export type CorrectedVerdict = Schemas["CorrectedVerdict"];
export type Dispute = Schemas["Dispute"];
export type GroupStatus = Schemas["GroupStatus"];
export type Stats = Schemas["Stats"];
export type Measurements = Schemas["Measurements"];
export type ClipCurves = Schemas["ClipCurves"];
export type Curves = Schemas["Curves"];
export type AdoptedCurve = Schemas["AdoptedCurve"];
export type FailedCurve = Schemas["FailedCurve"];
export type DailyCount = Schemas["DailyCount"];
export type SavedView = Schemas["SavedView"];
export type Differences = Schemas["Differences"];
export type DifferencesQuestion = Schemas["DifferencesQuestion"];
export type FieldDifference = Schemas["FieldDifference"];
export type Session = Schemas["Session"];

export type ExperimentFilter = NonNullable<operations["listExperiments"]["parameters"]["query"]>;
