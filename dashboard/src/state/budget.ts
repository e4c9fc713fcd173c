import { signal } from "@preact/signals";

import type { DayBudget } from "../api/types";

/** Today's budget for the model, as the shell last heard of it. */
export const budget = signal<DayBudget | undefined>(undefined);
