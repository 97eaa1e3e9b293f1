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

  # By service, the regions that it is in.
  regions = { for service, known in yamldecode(file("${path.module}/regions.yaml")).services : service => split(" ", replace(trimspace(known.regions), "\n", " ")) }
}
