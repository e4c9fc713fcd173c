/** Return an amount of US dollars with as many digits as tell something: "$3.10", "$0.00041". */
export function usd(amount: number): string {
  const cents = amount === 0 || amount >= 0.01;
  return amount.toLocaleString("en", {
    style: "currency",
    currency: "USD",
    ...(cents ? {} : { maximumSignificantDigits: 2 }),
  });
}
