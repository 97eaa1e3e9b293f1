variable "project_id" {
  description = "The project that everything goes into. It must exist and have billing."
  type        = string

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]{4,28}[a-z0-9]$", var.project_id))
    error_message = "project_id must be a project's id (6 to 30 lower-case letters, digits and dashes), not its number or name."
  }
}

variable "region" {
  description = "Where everything is: a function, its trigger, the bucket and the tables must share one region."
  type        = string

  validation {
    condition     = can(regex("^[a-z]+-[a-z]+[0-9]{1,2}$", var.region))
    error_message = "region must be a single region such as europe-west2: a zone, EU or US cannot hold a bucket's trigger and its function together."
  }
  validation {
    condition     = !can(regex("^[a-z]+-[a-z]+[0-9]{1,2}$", var.region)) || alltrue([for regions in local.regions : contains(regions, var.region)])
    error_message = "There is no ${join(", ", [for service, regions in local.regions : service if !contains(regions, var.region)])} in ${var.region}. Choose another region, such as europe-west2; if Google's page lists it by now, add it to regions.yaml."
  }
}

variable "bucket_prefix" {
  description = "Begins the buckets' names, which are taken world-wide. Default: the project's id, which is too."
  type        = string
  default     = null

  validation {
    condition     = var.bucket_prefix == null || can(regex("^[a-z0-9][a-z0-9-]{1,44}$", coalesce(var.bucket_prefix, "-")))
    error_message = "bucket_prefix must be 2 to 45 lower-case letters, digits and dashes."
  }
}

variable "dataset_prefix" {
  description = "Begins the datasets' names: for a project that has a dataset called raw already."
  type        = string
  default     = ""

  validation {
    condition     = can(regex("^[A-Za-z0-9_]{0,64}$", var.dataset_prefix))
    error_message = "dataset_prefix must be letters, digits and underscores."
  }
}

variable "time_zone" {
  description = "The company's zone: a business day is a day there, and the nightly jobs run by its clock."
  type        = string
  default     = "Europe/London"
}

variable "base_currency" {
  description = "What amounts are converted to."
  type        = string
  default     = "GBP"

  validation {
    condition     = can(regex("^[A-Z]{3}$", var.base_currency))
    error_message = "base_currency must be an ISO 4217 code such as GBP."
  }
}

variable "alert_email" {
  description = "Who is told when something needs a person. Without it, alerts are only shown in the console."
  type        = string
  default     = null

  validation {
    condition     = var.alert_email == null || can(regex("^[^@ ]+@[^@ ]+\\.[^@ ]+$", coalesce(var.alert_email, "-")))
    error_message = "alert_email must be an e-mail address."
  }
}

variable "monthly_budget" {
  description = "Tells the billing account's administrators at 50, 90 and 100 % of this much a month. Needs the right to make budgets there."
  type        = object({ billing_account = string, currency = string, amount = number })
  default     = null
}

variable "kms_key" {
  description = "The full name of a key in the same region for buckets, datasets and topics. Default: Google's own keys."
  type        = string
  default     = null

  validation {
    condition     = var.kms_key == null || can(regex("^projects/[^/]+/locations/[^/]+/keyRings/[^/]+/cryptoKeys/[^/]+$", coalesce(var.kms_key, "-")))
    error_message = "kms_key must look like projects/P/locations/REGION/keyRings/R/cryptoKeys/K."
  }
  validation {
    condition     = var.kms_key == null || can(regex("/locations/${var.region}/", coalesce(var.kms_key, "-")))
    error_message = "kms_key must be in the same region as everything else."
  }
}

variable "callers" {
  description = "Who may ask the functions that answer over HTTPS: user:…, group:… or serviceAccount:… . Nobody else can."
  type        = set(string)
  default     = []

  validation {
    condition     = !contains(var.callers, "allUsers") && !contains(var.callers, "allAuthenticatedUsers")
    error_message = "callers must be named: anyone on the internet is let in by allow_unauthenticated alone."
  }
}

variable "allow_unauthenticated" {
  description = "Lets anyone on the internet ask these HTTPS functions. Their answers are a company's figures: think twice."
  type        = set(string)
  default     = []

  validation {
    condition     = alltrue([for name in var.allow_unauthenticated : try(local.functions[name].http, false)])
    error_message = "allow_unauthenticated may only name functions that answer over HTTPS."
  }
}

variable "alert_webhook" {
  description = "Where serious findings are posted, each once. The address, and the key that signs (16 characters or more), are secrets of Secret Manager, named here: RUNBOOK.md tells how to make them. Default: nowhere."
  type        = object({ address_secret = string, signing_secret = optional(string), shape = optional(string, "cloudevent") })
  default     = null

  validation {
    condition     = var.alert_webhook == null || contains(["cloudevent", "slack", "teams"], try(var.alert_webhook.shape, "cloudevent"))
    error_message = "alert_webhook.shape must be cloudevent, slack or teams."
  }
}

variable "query_maximum_bytes" {
  description = "Lets those who ask predict also ask the tables in SQL (POST /v1/query), each question reading at most this many bytes. Default: nobody can."
  type        = number
  default     = null

  validation {
    condition     = var.query_maximum_bytes == null || (coalesce(var.query_maximum_bytes, 1) >= 1 && floor(coalesce(var.query_maximum_bytes, 1)) == coalesce(var.query_maximum_bytes, 1))
    error_message = "query_maximum_bytes must be a whole number of bytes, such as 10000000000."
  }
}

variable "labels" {
  description = "Put on everything that takes labels, beside app = daybook."
  type        = map(string)
  default     = {}
}

variable "packages" {
  description = "The folder of the functions' archives, as `npm run build` leaves it."
  type        = string
  default     = "../dist"
}

variable "destroy_data" {
  description = "Lets `terraform destroy` take files and tables with it. False refuses while there are any."
  type        = bool
  default     = false
}

variable "senders" {
  description = "Who drops files. By a short name: the folders of landing they may drop into, and who may act in that name."
  type        = map(object({ folders = set(string), members = optional(set(string), []) }))
  default     = {}

  validation {
    condition     = alltrue([for name in keys(var.senders) : can(regex("^[a-z0-9][a-z0-9-]{0,15}[a-z0-9]$", name))])
    error_message = "senders must have names of 2 to 17 lower-case letters, digits and dashes: they end a service account's id."
  }
  validation {
    condition     = alltrue([for sender in var.senders : length(sender.folders) > 0 && alltrue([for folder in sender.folders : can(regex("^[A-Za-z0-9_-]+(/[A-Za-z0-9_-]+)*$", folder))])])
    error_message = "each of senders must have one folder or more, such as transactions, without a slash at its ends."
  }
  validation {
    condition     = !contains(flatten([for sender in var.senders : tolist(sender.members)]), "allUsers") && !contains(flatten([for sender in var.senders : tolist(sender.members)]), "allAuthenticatedUsers")
    error_message = "the members of senders must be named: anybody could send files otherwise."
  }
}

variable "max_instances" {
  description = "How many instances of a function there may be, where functions/pipeline.ts says otherwise. For predict this bounds what a flood of questions costs: see RUNBOOK.md."
  type        = map(number)
  default     = {}

  validation {
    condition     = alltrue([for name, count in var.max_instances : contains(keys(local.functions), name) && count >= 1 && count <= 1000 && floor(count) == count])
    error_message = "max_instances must be a whole number from 1 to 1000 for each of these functions: ${join(", ", keys(local.functions))}."
  }
}

variable "audit_data_access" {
  description = "Records which person read or wrote a file or table. It replaces the project's own settings for Cloud Storage and BigQuery."
  type        = bool
  default     = false
}

variable "personal_data" {
  description = "Closes the columns with personal data, raw tables excepted, to everybody but the functions and these readers."
  type        = object({ readers = set(string) })
  default     = null
}

variable "row_access" {
  description = "Which rows of a table people see: by a name, the table, a condition in SQL, and who. Those in none of a table's entries see no rows of it."
  type        = map(object({ table = string, filter = string, members = set(string) }))
  default     = {}

  validation {
    condition     = alltrue([for rule in var.row_access : contains(keys(local.tables), rule.table) && !startswith(rule.table, "raw.")])
    error_message = "row_access may name these tables: ${join(", ", [for name in keys(local.tables) : name if !startswith(name, "raw.")])}."
  }
  validation {
    condition     = alltrue([for name, rule in var.row_access : can(regex("^[a-z][a-z0-9_]{0,200}$", name)) && length(rule.members) > 0])
    error_message = "row_access must have names of lower-case letters, digits and underscores, and members in each."
  }
}
