"""The loyalty seed's tiers, plainly: standard library only, nothing of Daybook. Prints JSON: customer -> tier.

spend = quantity * price * (1 - discount), summed by month; the mean over the months with any; customers ranked from the
highest, and cut after floor(n * .25), floor(n * .5) and floor(n * .75) of them.
"""

import csv
import json
import sys
from collections import defaultdict
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

folder = Path(sys.argv[1])


def rows(name):
    with open(folder / name, newline="", encoding="utf-8") as file:
        yield from csv.DictReader(file)


price = {row["product_id"]: Decimal(row["unit_price"]) for row in rows("products.csv")}
by_month = defaultdict(Decimal)
for row in rows("transactions.csv"):
    spend = int(row["quantity"]) * price[row["product_id"]] * (1 - Decimal(row["discount_pct"]))
    by_month[row["customer_id"], row["transaction_date"][:7]] += spend

months = defaultdict(list)
for (customer, _), spend in by_month.items():
    months[customer].append(Fraction(spend))
mean = {row["customer_id"]: Fraction(0) for row in rows("customers.csv")}
for customer, spends in months.items():
    mean[customer] = sum(spends) / len(spends)

ranked = sorted(mean, key=lambda customer: (-mean[customer], customer))
cuts = [len(ranked) * quarter // 4 for quarter in (1, 2, 3)]
tier = {
    customer: ["Platinum", "Gold", "Silver", "Bronze"][sum(place >= cut for cut in cuts)]
    for place, customer in enumerate(ranked)
}
json.dump(tier, sys.stdout)
