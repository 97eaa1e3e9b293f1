"""Checks a CSV file with another tool: python quality_peers.py TOOL FILE CHECKS, where CHECKS is a JSON file.

Prints one line of JSON: how long the tool took to read the file and to check it, its peak memory, and how many rows break
each check. A repeated value counts as broken from its second row on, as in Daybook.
"""

import json
import resource
import sys
import time

import pandas as pd

PANDAS_TYPES = {"STRING": "str", "DATE": "str", "INT64": "Int64", "NUMERIC": "float64"}


def read(file, columns):
    dates = [name for name, kind in columns.items() if kind == "DATE"]
    types = {name: PANDAS_TYPES[kind] for name, kind in columns.items() if kind != "DATE"}
    return pd.read_csv(file, dtype=types, parse_dates=dates)


def limit_of(check, columns):
    kind = columns[check["column"]]
    return pd.Timestamp(check["limit"]) if kind == "DATE" else float(check["limit"])


def great_expectations(file, columns, checks):
    import great_expectations as gx
    import great_expectations.expectations as gxe

    started = time.perf_counter()
    frame = read(file, columns)
    was_read = time.perf_counter()

    def expectation(check):
        column, kind = check["column"], check["is"]
        if kind == "required":
            return gxe.ExpectColumnValuesToNotBeNull(column=column)
        if kind == "unique":
            return gxe.ExpectColumnValuesToBeUnique(column=column)
        if kind == "minimum":
            return gxe.ExpectColumnValuesToBeBetween(column=column, min_value=limit_of(check, columns))
        if kind == "exclusiveMinimum":
            return gxe.ExpectColumnValuesToBeBetween(
                column=column, min_value=limit_of(check, columns), strict_min=True
            )
        if kind == "maximum":
            return gxe.ExpectColumnValuesToBeBetween(column=column, max_value=limit_of(check, columns))
        if kind == "maxLength":
            return gxe.ExpectColumnValueLengthsToBeBetween(column=column, max_value=check["limit"])
        if kind == "validValues":
            return gxe.ExpectColumnValuesToBeInSet(column=column, value_set=check["words"])
        if kind == "pattern":
            return gxe.ExpectColumnValuesToMatchRegex(column=column, regex=f"^(?:{check['pattern']})$")
        return gxe.ExpectColumnPairValuesAToBeGreaterThanB(
            column_A=column, column_B=check["other"], or_equal=True, ignore_row_if="either_value_is_missing"
        )

    context = gx.get_context(mode="ephemeral")
    batch = context.data_sources.add_pandas("p").add_dataframe_asset("a").add_batch_definition_whole_dataframe("b")
    suite = gx.ExpectationSuite(name="s", expectations=[expectation(check) for check in checks])
    result = batch.get_batch({"dataframe": frame}).validate(suite, result_format="COMPLETE")
    ended = time.perf_counter()
    counts = {}
    for check, found in zip(checks, in_order(suite, result), strict=True):
        broken = found.result["unexpected_count"]
        if check["is"] == "unique" and broken:
            # The tool counts every copy, and lists 200 of them at most.
            cells = frame[check["column"]]
            broken -= cells[cells.duplicated(keep=False)].nunique()
        counts[check["name"]] = broken
    return was_read - started, ended - was_read, counts


def in_order(suite, result):
    """The results in the order of the suite: the tool sorts them by column."""


    def key(config):
        asked = {name: value for name, value in config.kwargs.items() if name != "batch_id"}
        return config.type, json.dumps(asked, sort_keys=True, default=str)

    found = {key(each.expectation_config): each for each in result.results}
    return [found[key(each.configuration)] for each in suite.expectations]


def pandera(file, columns, checks):
    import pandera.pandas as pa

    started = time.perf_counter()
    frame = read(file, columns)
    was_read = time.perf_counter()

    def check_of(check):
        kind, name = check["is"], check["name"]
        if kind == "minimum":
            return pa.Check.ge(limit_of(check, columns), error=name)
        if kind == "exclusiveMinimum":
            return pa.Check.gt(limit_of(check, columns), error=name)
        if kind == "maximum":
            return pa.Check.le(limit_of(check, columns), error=name)
        if kind == "maxLength":
            return pa.Check.str_length(max_value=check["limit"], error=name)
        if kind == "validValues":
            return pa.Check.isin(check["words"], error=name)
        return pa.Check.str_matches(f"^(?:{check['pattern']})$", error=name)

    def pair(check):
        left, right = check["column"], check["other"]
        return pa.Check(
            lambda rows: (rows[left] >= rows[right]) | rows[left].isna() | rows[right].isna(), error=check["name"]
        )

    across = {"required", "unique", "atLeast"}
    schema = pa.DataFrameSchema(
        {
            column: pa.Column(
                checks=[check_of(check) for check in checks if check["column"] == column and check["is"] not in across],
                nullable=not any(check["is"] == "required" for check in checks if check["column"] == column),
                unique=any(check["is"] == "unique" for check in checks if check["column"] == column),
                report_duplicates="exclude_first",
            )
            for column in columns
        },
        checks=[pair(check) for check in checks if check["is"] == "atLeast"],
    )
    try:
        schema.validate(frame, lazy=True)
        raise SystemExit("pandera found nothing")
    except pa.errors.SchemaErrors as errors:
        cases = errors.failure_cases
    ended = time.perf_counter()
    by_name = {("not_nullable", check["column"]): check["name"] for check in checks if check["is"] == "required"}
    by_name |= {("field_uniqueness", check["column"]): check["name"] for check in checks if check["is"] == "unique"}
    counts = {check["name"]: 0 for check in checks}
    for (check, column, context), rows in cases.groupby(["check", "column", "schema_context"])["index"]:
        counts[by_name.get((check, column), check)] = rows.nunique()
    return was_read - started, ended - was_read, counts


def dataframely(file, columns, checks):
    import dataframely as dy
    import polars as pl

    started = time.perf_counter()
    kinds = {"STRING": pl.String, "DATE": pl.Date, "INT64": pl.Int64, "NUMERIC": pl.Float64}
    frame = pl.read_csv(file, schema={name: kinds[kind] for name, kind in columns.items()})
    was_read = time.perf_counter()

    def holds(check):
        cell, kind = pl.col(check["column"]), check["is"]
        if kind == "required":
            return cell.is_not_null()
        if kind == "unique":
            return cell.is_first_distinct() | cell.is_null()
        if kind == "maxLength":
            return cell.str.len_chars() <= check["limit"]
        if kind == "validValues":
            return cell.is_in(check["words"])
        if kind == "pattern":
            return cell.str.contains(f"^(?:{check['pattern']})$")
        if kind == "atLeast":
            return cell >= pl.col(check["other"])
        limit = limit_of(check, columns)
        limit = pl.lit(limit.date()) if hasattr(limit, "date") else limit
        return {"minimum": cell >= limit, "exclusiveMinimum": cell > limit, "maximum": cell <= limit}[kind]

    types = {"STRING": dy.String, "DATE": dy.Date, "INT64": dy.Int64, "NUMERIC": dy.Float64}
    members = {name: types[kind](nullable=True) for name, kind in columns.items()}
    names = {check["name"].replace(" ", "_"): check["name"] for check in checks}
    for check in checks:
        rule = lambda cls, check=check: holds(check)
        members[check["name"].replace(" ", "_")] = dy.rule()(rule)
    schema = type("Lines", (dy.Schema,), members)
    _, failure = schema.filter(frame)
    found = failure.counts()
    ended = time.perf_counter()
    return was_read - started, ended - was_read, {name: found.get(key, 0) for key, name in names.items()}


def main(tool, file, asked):
    with open(asked, encoding="utf-8") as text:
        content = json.load(text)
    read_seconds, check_seconds, counts = globals()[tool](file, content["columns"], content["checks"])
    used = resource.getrusage(resource.RUSAGE_SELF)
    figures = {"read": read_seconds, "check": check_seconds, "cpu": used.ru_utime + used.ru_stime, "peakMiB": used.ru_maxrss // 1024}
    print(json.dumps({**figures, "counts": counts}))


main(*sys.argv[1:])
