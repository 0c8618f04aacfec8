"""`signer verify` as a stage of Apache Spark: paths in, one report a line out, counts merged.

    python spark_verify.py SIGNER ROOT.pem FOLDER [OUTPUT]

Two workers with a process each (`local-cluster`), so that what is handed over really leaves the process. OUTPUT, a new
folder, takes the reports, a file for each partition. Needs `pip install pyspark` and Java.
"""

import json
import os
import pathlib
import shlex
import sys
import time

import pyspark
from pyspark import SparkConf, SparkContext

signer, root, folder = (os.path.abspath(path) for path in sys.argv[1:4])
os.environ.setdefault("SPARK_HOME", os.path.dirname(pyspark.__file__))
os.environ.setdefault("SPARK_LOCAL_IP", "127.0.0.1")
os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable

conf = SparkConf().setMaster("local-cluster[2,1,1024]").setAppName("verify")
conf.set("spark.driver.host", "127.0.0.1").set("spark.driver.bindAddress", "127.0.0.1").set("spark.ui.enabled", "false")
context = SparkContext(conf=conf)
context.setLogLevel("ERROR")

paths = sorted(str(path) for path in pathlib.Path(folder).rglob("*.pdf"))
# Exit status 1, 3 and 4 are verdicts, not failures of the stage. One job each: the workers are the parallelism.
stage = f"{shlex.quote(signer)} verify --files-from - --format jsonl --jobs 1 --trust {shlex.quote(root)}"
command = ["sh", "-c", f"{stage}; test $? -ne 2"]

start = time.monotonic()
reports = context.parallelize(paths, 8).pipe(shlex.join(command), checkCode=True).cache()
counts = reports.map(lambda line: (json.loads(line)["conclusion"], 1)).reduceByKey(lambda one, other: one + other)
merged = dict(counts.collect())
seconds = time.monotonic() - start
if len(sys.argv) > 4:
    reports.saveAsTextFile(sys.argv[4])
context.stop()

print(json.dumps({"documents": len(paths), "reports": sum(merged.values()), "seconds": round(seconds, 1), **merged}, sort_keys=True))
sys.exit(0 if sum(merged.values()) == len(paths) else 1)
