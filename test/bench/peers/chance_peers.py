"""Other tools on the exported rows of a classification: python chance_peers.py ROWS.parquet CUT. Prints JSON: name to chances.

Fitted on rows whose outcome was known by CUT, asked about rows as of later days, with the settings that their users start with
and with gentler ones."""

import json
import sys
import warnings

import pandas as pd
from lightgbm import LGBMClassifier
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from xgboost import XGBClassifier

warnings.filterwarnings("ignore")
KEYS = ["entity", "item", "as_of", "known_on", "fold", "label", "expected"]
GENTLE = {"n_estimators": 120, "learning_rate": 0.04}
PEERS = {
    "LightGBM": lambda: LGBMClassifier(n_jobs=1, random_state=1, verbose=-1),
    "LightGBM, gentle": lambda: LGBMClassifier(
        num_leaves=8, min_child_samples=20, n_jobs=1, random_state=1, verbose=-1, **GENTLE
    ),
    "XGBoost": lambda: XGBClassifier(n_jobs=1, random_state=1),
    "XGBoost, gentle": lambda: XGBClassifier(max_depth=3, n_jobs=1, random_state=1, **GENTLE),
    "logistic regression": lambda: make_pipeline(
        SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(max_iter=3000)
    ),
    "logistic regression, C 0.1": lambda: make_pipeline(
        SimpleImputer(strategy="median"), StandardScaler(), LogisticRegression(C=0.1, max_iter=3000)
    ),
}

rows = pd.read_parquet(sys.argv[1])
cut = pd.Timestamp(sys.argv[2])
rows["as_of"] = pd.to_datetime(rows["as_of"])
rows["known_on"] = pd.to_datetime(rows["known_on"])
features = [name for name in rows.columns if name not in KEYS]
train, test = rows[rows.known_on <= cut], rows[rows.as_of > cut]
answers = {}
for name, make in PEERS.items():
    model = make().fit(train[features], train.label)
    answers[name] = [float(chance) for chance in model.predict_proba(test[features])[:, 1]]
print(json.dumps(answers))
