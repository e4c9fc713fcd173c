import { expect, test } from "vitest";

import { usd } from "../src/format/money";

test.each([
  [0, "$0.00"],
  [0.000412, "$0.00041"],
  [0.009999, "$0.01"],
  [0.01, "$0.01"],
  [3.1, "$3.10"],
  [12345.678, "$12,345.68"],
])("%d dollars are %s", (amount, written) => expect(usd(amount)).toBe(written));
