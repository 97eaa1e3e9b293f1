# What is deployed: the stages of functions/pipeline.ts, under the same names. A new stage is one entry here;
# everything else (identity, rights, topic, subscription, trigger, archive, alert) follows from it.
variable "functions" {
  description = "The functions, what wakes each, and what it may touch."
  type = map(object({
    # What wakes it. Exactly one of the first three; a schedule beside a topic publishes to it, beside http asks it.
    bucket_event = optional(string)      # "finalized" or "deleted", in the landing bucket
    topic        = optional(bool, false) # its own topic, daybook-<name>
    http         = optional(bool, false) # asked over HTTPS by `callers`
    schedule     = optional(string)      # cron, by the company's clock
    internal     = optional(bool, true)  # false: reachable from outside the project, for those with the right

    memory          = string
    cpu             = optional(string, "1")
    timeout_seconds = number
    concurrency     = optional(number, 1)
    max_instances   = number

    # The least it needs. Buckets: read, or use (read, write, replace, remove). Datasets: read or write.
    buckets  = optional(map(string), {})
    datasets = optional(map(string), {})
    wakes    = optional(set(string), [])
  }))
  default = {
    ingest = {
      bucket_event    = "finalized"
      memory          = "2Gi"
      timeout_seconds = 540
      max_instances   = 20
      buckets         = { landing = "read", staging = "use", state = "use" }
      wakes           = ["clean"]
    }
    retract = {
      bucket_event    = "deleted"
      memory          = "512Mi"
      timeout_seconds = 120
      max_instances   = 5
      buckets         = { landing = "read", staging = "read", state = "use" }
      wakes           = ["clean"]
    }
    clean = {
      topic           = true
      memory          = "1Gi"
      timeout_seconds = 540
      max_instances   = 2
      buckets         = { staging = "read", state = "use" }
      datasets        = { raw = "write", clean = "write" }
      wakes           = ["clean", "aggregate", "publish"]
    }
    aggregate = {
      topic           = true
      memory          = "512Mi"
      timeout_seconds = 540
      max_instances   = 2
      buckets         = { state = "use" }
      datasets        = { clean = "read", metrics = "write" }
      wakes           = ["aggregate", "publish"]
    }
    # Asked every hour, it finds out by itself what is due: a first model, the night's training, somebody who was erased.
    train = {
      topic           = true
      schedule        = "20 * * * *"
      memory          = "4Gi"
      cpu             = "2"
      timeout_seconds = 540
      max_instances   = 1
      buckets         = { state = "use", models = "use" }
      datasets        = { raw = "read", metrics = "read" }
      wakes           = ["publish"]
    }
    publish = {
      topic           = true
      memory          = "2Gi"
      timeout_seconds = 540
      max_instances   = 2
      buckets         = { state = "use", models = "read", serving = "use" }
      datasets        = { raw = "read", metrics = "read", predictions = "write" }
      wakes           = ["publish"]
    }
    # Answers from memory; what it has not read yet it reads from the two buckets.
    predict = {
      http            = true
      internal        = false
      memory          = "512Mi"
      timeout_seconds = 30
      concurrency     = 40
      max_instances   = 10
      buckets         = { models = "read", serving = "read" }
    }
    # Ingests what no event led to, so it may do all that ingest and retract may.
    sweep = {
      http            = true
      schedule        = "*/15 * * * *"
      memory          = "2Gi"
      timeout_seconds = 1800
      max_instances   = 1
      buckets         = { landing = "read", staging = "use", state = "use" }
      wakes           = ["clean", "aggregate", "publish"]
    }
  }

  validation {
    condition     = alltrue([for f in var.functions : length([for kind in [f.bucket_event != null, f.topic, f.http] : kind if kind]) == 1])
    error_message = "Each function is woken by exactly one of bucket_event, topic and http."
  }
  validation {
    condition     = alltrue([for f in var.functions : f.bucket_event == null || contains(["finalized", "deleted"], coalesce(f.bucket_event, "-"))])
    error_message = "bucket_event must be finalized or deleted."
  }
  validation {
    condition     = alltrue([for f in var.functions : alltrue([for right in values(f.buckets) : contains(["read", "use"], right)])])
    error_message = "A function's right on a bucket must be read or use."
  }
  validation {
    condition     = alltrue([for f in var.functions : alltrue([for right in values(f.datasets) : contains(["read", "write"], right)])])
    error_message = "A function's right on a dataset must be read or write."
  }
  validation {
    condition     = alltrue([for f in var.functions : f.timeout_seconds <= (f.http ? 3600 : 540)])
    error_message = "A function woken by an event ends within 540 seconds: an event is not acknowledged later than that. Over HTTPS it is 3600."
  }
  validation {
    condition     = alltrue([for f in var.functions : alltrue([for stage in f.wakes : try(var.functions[stage].topic, false)])])
    error_message = "A function can only wake stages that have a topic."
  }
}

locals {
  labels        = merge(var.labels, { app = "daybook" })
  bucket_prefix = coalesce(var.bucket_prefix, "${var.project_id}-daybook")

  topics    = { for name, f in var.functions : name => f if f.topic }
  scheduled = { for name, f in var.functions : name => f if f.schedule != null }
  # Reachable from the internet, and then only with the right identity.
  outside = { for name, f in var.functions : name => f if f.http && !f.internal }
  inside  = { for name, f in var.functions : name => f if !(f.http && !f.internal) }
}
