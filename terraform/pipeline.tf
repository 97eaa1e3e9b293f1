# What is deployed: the stages of functions/pipeline.ts, under the same names. `npm run terraform:generate` writes
# pipeline.json from it, and a test holds the two together. Identity, rights, topic, subscription, archive and alert of
# each function follow from its entry.
locals {
  functions     = jsondecode(file("${path.module}/pipeline.json"))
  labels        = merge(var.labels, { app = "daybook" })
  bucket_prefix = coalesce(var.bucket_prefix, "${var.project_id}-daybook")

  topics    = { for name, f in local.functions : name => f if f.topic }
  scheduled = { for name, f in local.functions : name => f if f.schedule != null }
  # Reachable from the internet, and then only with the right identity.
  outside = { for name, f in local.functions : name => f if f.http && !f.internal }
  inside  = { for name, f in local.functions : name => f if !(f.http && !f.internal) }

  # Where people may ask in SQL, predict reads the tables of facts: what shared/query/ask.ts names, and no table of ops.
  asked_datasets = var.query_maximum_bytes == null ? [] : setsubtract(local.datasets, ["ops"])
  asking         = var.query_maximum_bytes == null ? {} : { DAYBOOK_QUERY_MAXIMUM_BYTES = format("%d", var.query_maximum_bytes) }

  # Analyze alone posts findings. It reads both values when it starts; they are in no state file.
  webhook_secrets = var.alert_webhook == null ? {} : {
    for key, secret in { DAYBOOK_ALERT_WEBHOOK = var.alert_webhook.address_secret, DAYBOOK_ALERT_SECRET = var.alert_webhook.signing_secret } : key => secret if secret != null
  }
  webhook = var.alert_webhook == null ? {} : { DAYBOOK_ALERT_SHAPE = var.alert_webhook.shape }

  # By service, the regions that it is in.
  regions = { for service, known in yamldecode(file("${path.module}/regions.yaml")).services : service => split(" ", replace(trimspace(known.regions), "\n", " ")) }
}
