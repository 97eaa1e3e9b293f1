"""LightGBM with its default settings on the table of fit-size: python lightgbm_size.py FILE.

Prints seconds of the processor, memory and error. One thread: two of them wait for each other in a loop that counts as work."""

import json
import resource
import sys
import time

import numpy as np
import pandas as pd
from lightgbm import LGBMRegressor

table = pd.read_csv(sys.argv[1])
words = ["region", "shop"]
x = table.drop(columns="y").astype({word: "category" for word in words})
test = np.arange(len(table)) % 5 == 4
model = LGBMRegressor(verbose=-1, random_state=1, n_jobs=1)
started = time.process_time()
model.fit(x[~test], table.y[~test])
seconds = time.process_time() - started
rmse = float(np.sqrt(np.mean((model.predict(x[test]) - table.y[test]) ** 2)))
peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
print(json.dumps({"seconds": seconds, "peakMiB": round(peak), "note": f"RMSE {rmse:.4f}"}))
