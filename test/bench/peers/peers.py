"""Other tools on the same rows: python peers.py FOLDER, which holds what peers.ts wrote; answers JSON lines."""

import json
import sys
import time
import warnings
from pathlib import Path

import numpy as np
import pandas as pd

warnings.filterwarnings("ignore")
KEYS = ["entity", "as_of", "known_on", "fold", "label"]


def tabular_peers():
    from lightgbm import LGBMRegressor
    from sklearn.ensemble import HistGradientBoostingRegressor, RandomForestRegressor
    from xgboost import XGBRegressor

    lgbm = {"n_jobs": 1, "random_state": 1, "verbose": -1}
    xgb = {"n_jobs": 1, "random_state": 1}
    return {
        "LightGBM": lambda: LGBMRegressor(**lgbm),
        "LightGBM Tweedie": lambda: LGBMRegressor(objective="tweedie", **lgbm),
        "LightGBM Poisson": lambda: LGBMRegressor(objective="poisson", **lgbm),
        "XGBoost": lambda: XGBRegressor(**xgb),
        "XGBoost Tweedie": lambda: XGBRegressor(objective="reg:tweedie", **xgb),
        "scikit-learn HistGradientBoosting": lambda: HistGradientBoostingRegressor(random_state=1),
        "scikit-learn HistGradientBoosting Poisson": lambda: HistGradientBoostingRegressor(
            loss="poisson", random_state=1
        ),
        "scikit-learn RandomForest": lambda: RandomForestRegressor(
            n_estimators=100, min_samples_leaf=5, max_features=1 / 3, max_samples=0.3, n_jobs=1, random_state=1
        ),
    }


def predict_rows(folder):
    for train_file in sorted(folder.glob("*-train.parquet")):
        origin = train_file.name.removesuffix("-train.parquet")
        train, test = pd.read_parquet(train_file), pd.read_parquet(folder / f"{origin}-test.parquet")
        # scikit-learn cannot bin a column without a value.
        columns = [name for name in train.columns if name not in KEYS and train[name].notna().any()]
        for name, make in tabular_peers().items():
            started = time.perf_counter()
            model = make()
            fit_on, ask = train[columns], test[columns]
            if "RandomForest" in name:
                middle = fit_on.median().fillna(0)
                fit_on, ask = fit_on.fillna(middle), ask.fillna(middle)
            model.fit(fit_on, train["label"])
            predicted = np.asarray(model.predict(ask), dtype=float)
            say("rows", origin, name, predicted, time.perf_counter() - started)


def forecast_peers():
    from statsforecast.models import MSTL, AutoETS, AutoTheta

    return {
        "statsforecast AutoETS": lambda: AutoETS(season_length=7),
        "statsforecast AutoTheta": lambda: AutoTheta(season_length=7),
        "statsforecast MSTL": lambda: MSTL(season_length=7),
    }


def forecast_series(folder):
    series = json.loads((folder / "series.json").read_text())
    values = np.array(series["values"])
    for name, make in forecast_peers().items():
        for origin in series["origins"]:
            started = time.perf_counter()
            past = values[: origin - series["firstDay"]]
            predicted = make().forecast(y=past, h=series["horizon"])["mean"]
            say("series", str(origin), name, np.asarray(predicted, dtype=float), time.perf_counter() - started)


def say(kind, origin, name, predicted, seconds):
    answer = {"kind": kind, "origin": origin, "name": name, "seconds": seconds, "predicted": predicted.tolist()}
    print(json.dumps(answer), flush=True)


if __name__ == "__main__":
    where = Path(sys.argv[1])
    predict_rows(where)
    if (where / "series.json").exists():
        forecast_series(where)
