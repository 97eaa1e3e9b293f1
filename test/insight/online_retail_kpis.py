"""Recomputes Daybook's KPIs of Online Retail from the raw CSV files, in plain Python.

It shares no code with Daybook: it is what test/data/kpis.test.ts compares the pipeline with. Prints
kpi,cadence,period,dimension,segment,value. Usage: python3 online_retail_kpis.py FOLDER TIERS, where TIERS is a CSV file of
customer_id,tier,valid_from,valid_to.
"""

import csv
import datetime
import decimal
import pathlib
import sys
from collections import defaultdict

Decimal = decimal.Decimal
decimal.getcontext().prec = 60
HOME = {"United Kingdom", "Great Britain", "UK", "GB"}


def lines_of(folder):
    """The lines that enter: no negative price, and of equal invoice, product, quantity, time and price the first."""
    seen = set()
    for path in sorted(pathlib.Path(folder).glob("*.csv")):
        with open(path, newline="", encoding="utf-8") as file:
            for row in csv.DictReader(file):
                price = Decimal(row["UnitPrice"])
                if price < 0:
                    continue
                key = (row["InvoiceNo"], row["StockCode"], row["Quantity"], row["InvoiceDate"], price)
                if key in seen:
                    continue
                seen.add(key)
                moment = datetime.datetime.fromisoformat(row["InvoiceDate"])
                quantity = int(row["Quantity"])
                amount = quantity * price
                yield {
                    "day": moment.date(),
                    "hour": moment.hour,
                    "invoice": row["InvoiceNo"],
                    "product": row["StockCode"],
                    "quantity": quantity,
                    "customer": row["CustomerID"].removesuffix(".0") or None,
                    "country": row["Country"],
                    "gross": amount if quantity > 0 else Decimal(0),
                    "returns": -amount if quantity < 0 else Decimal(0),
                    "net": amount,
                }


def start_of(day, cadence):
    if cadence == "weekly":
        return day - datetime.timedelta(days=day.weekday())
    return day.replace(day=1) if cadence == "monthly" else day


def total(rows, name):
    return sum((row[name] for row in rows), Decimal(0))


def share(part, whole):
    return None if whole == 0 else Decimal(part) / Decimal(whole)


def parts(rows, name):
    found = defaultdict(Decimal)
    for row in rows:
        found[row[name]] += row["gross"]
    return sorted(found.values(), reverse=True)


def values(rows, start, cadence, first_orders):
    sold = [row for row in rows if row["quantity"] > 0]
    gross, returns, net = total(rows, "gross"), total(rows, "returns"), total(rows, "net")
    orders = len({row["invoice"] for row in sold})
    units = sum(row["quantity"] for row in sold)
    buyers = {row["customer"] for row in sold if row["customer"]}
    identified = total([row for row in rows if row["customer"]], "net")
    new = {customer for customer in buyers if first_orders[customer] >= start}
    by_product, by_country, by_hour = parts(rows, "product"), parts(rows, "country"), parts(rows, "hour")
    found = {
        "total_revenue": net,
        "revenue_by_country": net,
        "revenue_per_order": share(gross, orders),
        "revenue_per_customer": share(identified, len(buyers)),
        "order_count": orders,
        "items_per_order": share(units, orders),
        "units_sold": units,
        "active_customers": len(buyers),
        "repeat_rate": share(len(buyers - new), len(buyers)),
        "new_customers": len(new),
        "product_concentration": share(sum(by_product[:20]), gross),
        "avg_unit_price": share(gross, units),
        "return_rate": share(returns, gross),
        "international_share": share(total([row for row in rows if row["country"] not in HOME], "gross"), gross),
        "country_concentration": share(sum(part * part for part in by_country), gross * gross),
        "peak_hour_share": share(sum(by_hour[:3]), gross),
    }
    if cadence != "daily":
        weekend = total([row for row in rows if row["day"].weekday() >= 5], "gross")
        found["weekend_share"] = share(weekend, gross)
    return found


def tiers_from(path):
    """Spans by customer."""
    spans = defaultdict(list)
    with open(path, newline="", encoding="utf-8") as file:
        for row in csv.DictReader(file):
            first = datetime.date.fromisoformat(row["valid_from"])
            last = datetime.date.fromisoformat(row["valid_to"] or "9999-12-31")
            spans[row["customer_id"]].append((first, last, row["tier"]))
    return spans


def tier_of(row, spans):
    return next((tier for first, last, tier in spans[row["customer"]] if first <= row["day"] <= last), "none")


def is_shown(kpi, dimension):
    if dimension == "country":
        return kpi not in ONLY_ALL
    return dimension == "all" or kpi in BY_TIER


BY_TIER = {"total_revenue", "active_customers"}
ONLY_ALL = {"product_concentration", "country_concentration", "peak_hour_share", "international_share"}


def main(folder, tiers):
    lines = list(lines_of(folder))
    spans = tiers_from(tiers)
    first_orders = {}
    for row in lines:
        if row["quantity"] > 0 and row["customer"]:
            known = first_orders.get(row["customer"], row["day"])
            first_orders[row["customer"]] = min(known, row["day"])
    print("kpi,cadence,period,dimension,segment,value")
    for cadence in ("daily", "weekly", "monthly"):
        groups = defaultdict(list)
        for row in lines:
            start = start_of(row["day"], cadence)
            groups[(start, "all", "all")].append(row)
            groups[(start, "country", row["country"])].append(row)
            groups[(start, "tier", tier_of(row, spans))].append(row)
        # Lines without a tier are a segment only where others have one.
        tiered = {start for start, dimension, segment in groups if dimension == "tier" and segment != "none"}
        for (start, dimension, segment), rows in groups.items():
            if dimension == "tier" and start not in tiered:
                continue
            for kpi, value in values(rows, start, cadence, first_orders).items():
                if not is_shown(kpi, dimension):
                    continue
                shown = "" if value is None else f"{Decimal(value):f}"
                print(f"{kpi},{cadence},{start},{dimension},{segment},{shown}")


main(sys.argv[1], sys.argv[2])
