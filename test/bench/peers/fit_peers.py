"""Other tools on the tables of fit_sets.py with the settings that their users start with: python fit_peers.py FOLDER NAME.

Reads NAME.csv and NAME.rows.json, which holds the rows that are tested on; fits on all others. Prints JSON: name to predictions."""

import json
import sys
import warnings
from pathlib import Path

import numpy as np
import pandas as pd
from lightgbm import LGBMClassifier, LGBMRegressor
from sklearn.compose import make_column_transformer
from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression, PoissonRegressor, Ridge
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, OrdinalEncoder, StandardScaler
from xgboost import XGBClassifier, XGBRegressor

warnings.filterwarnings("ignore")
SEED = {"random_state": 1, "n_jobs": 2}


def encoded(words, numbers, model, scaled):
    """Words one by one for a linear model, as whole numbers for a forest."""
    encoder = OneHotEncoder(handle_unknown="ignore", min_frequency=10) if scaled else OrdinalEncoder(
        handle_unknown="use_encoded_value", unknown_value=-1
    )
    steps = [SimpleImputer(strategy="median"), *([StandardScaler()] if scaled else [])]
    columns = make_column_transformer((encoder, words), (make_pipeline(*steps), numbers))
    return make_pipeline(columns, model)


def peers(kind, words, numbers):
    if kind == "chance":
        yield "LightGBM", LGBMClassifier(verbose=-1, **SEED)
        yield "XGBoost", XGBClassifier(enable_categorical=True, **SEED)
        yield "random forest", encoded(words, numbers, RandomForestClassifier(**SEED), False)
        yield "logistic regression", encoded(words, numbers, LogisticRegression(max_iter=3000), True)
        return
    yield "LightGBM", LGBMRegressor(verbose=-1, **SEED)
    yield "XGBoost", XGBRegressor(enable_categorical=True, **SEED)
    yield "random forest", encoded(words, numbers, RandomForestRegressor(**SEED), False)
    yield "ridge", encoded(words, numbers, Ridge(), True)
    if kind == "amount":
        yield "LightGBM Tweedie", LGBMRegressor(objective="tweedie", verbose=-1, **SEED)
        yield "LightGBM Poisson", LGBMRegressor(objective="poisson", verbose=-1, **SEED)
        yield "Poisson regression", encoded(words, numbers, PoissonRegressor(max_iter=1000), True)


def main(folder, name):
    meta = next(each for each in json.loads((folder / "sets.json").read_text()) if each["name"] == name)
    table = pd.read_csv(folder / f"{name}.csv")
    features = table.drop(columns=meta["target"])
    words = [column for column in features if features[column].dtype == object]
    numbers = [column for column in features if column not in words]
    features[words] = features[words].fillna("(empty)")
    held = np.zeros(len(table), dtype=bool)
    held[json.loads((folder / f"{name}.rows.json").read_text())] = True
    answers = {}
    for peer, model in peers(meta["kind"], words, numbers):
        x = features.astype({word: "category" for word in words}) if peer[:3] in {"Lig", "XGB"} else features
        model.fit(x[~held], table.loc[~held, meta["target"]])
        asked = x[held]
        said = model.predict_proba(asked)[:, 1] if meta["kind"] == "chance" else model.predict(asked)
        answers[peer] = [float(value) for value in said]
    print(json.dumps(answers))


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2])
