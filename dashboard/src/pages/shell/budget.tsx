import { useEffect } from "preact/hooks";

import { getBudget } from "../../api/endpoints";
import { Icon } from "../../components/icon";
import { Time } from "../../components/time";
import { usd } from "../../format/money";
import { budget as shared } from "../../state/budget";
import { refreshes } from "../../state/live";
import { useResource } from "../../state/resource";
import { changes } from "../../state/version";

/** Says from every page that the model is not asked any more today, for want of money. */
export function BudgetNotice() {
  const budget = useResource("budget", getBudget, `${changes.value} ${refreshes.value}`).data;
  useEffect(() => {
    shared.value = budget;
  }, [budget]);
  if (!budget?.exhausted_at) return null;
  return (
    <div class="notice notice-budget" role="status">
      <Icon name="alert" />
      <p>
        Today's budget for the model is spent ({usd(budget.spent_usd)} of {usd(budget.limit_usd)}):
        since <Time iso={budget.exhausted_at} /> rules explain what is new. Better answers follow
        after midnight UTC.
      </p>
    </div>
  );
}
