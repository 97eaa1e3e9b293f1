# Applied by a person after the first deployment by hand: the identities that plan and deploy from then on, and a trigger
# for each build of cloudbuild.yaml. Whoever goes on deploying by hand does not need this folder.
terraform {
  required_version = ">= 1.9"
  required_providers {
    google = { source = "hashicorp/google", version = ">= 6.50.0, < 8.0.0" }
  }
  backend "gcs" {
    prefix = "daybook-deploy"
  }
}

variable "project_id" {
  description = "The project that Daybook goes into."
  type        = string
}

variable "region" {
  description = "Where Daybook is."
  type        = string
}

variable "state_bucket" {
  description = "The bucket that holds terraform's state."
  type        = string
}

variable "repository" {
  description = "The repository as Cloud Build knows it: projects/P/locations/R/connections/C/repositories/N."
  type        = string
}

variable "environment" {
  description = "Which file of settings is used: environments/<environment>.tfvars in the state bucket."
  type        = string
  default     = "prod"

  validation {
    condition     = can(regex("^[a-z][a-z0-9-]*$", var.environment))
    error_message = "environment must be a name such as dev or prod."
  }
}

provider "google" {
  project = var.project_id
  region  = var.region
}

resource "google_service_account" "deploy" {
  account_id   = "daybook-deploy"
  display_name = "Daybook: deploys"
}

locals {
  functions = keys(jsondecode(file("${path.module}/../pipeline.json")))
  # It makes and changes these resources and their rights, and reads who may act as whom.
  deploy_roles = [
    "roles/artifactregistry.admin", "roles/bigquery.admin", "roles/cloudfunctions.admin", "roles/cloudscheduler.admin",
    "roles/datacatalog.categoryAdmin", "roles/eventarc.admin", "roles/iam.securityReviewer", "roles/logging.configWriter", "roles/logging.logWriter",
    "roles/monitoring.editor", "roles/pubsub.admin", "roles/run.admin", "roles/serviceusage.serviceUsageAdmin",
    "roles/storage.admin",
  ]
  # The rights on the project that the configuration gives. It can give no others, least of all to itself.
  given_roles = [
    "roles/bigquery.jobUser", "roles/eventarc.eventReceiver", "roles/eventarc.serviceAgent", "roles/logging.logWriter",
    "roles/pubsub.publisher", "roles/storage.objectViewer",
  ]
}

resource "google_project_iam_member" "deploy" {
  for_each = toset(local.deploy_roles)

  project = var.project_id
  role    = each.key
  member  = google_service_account.deploy.member
}

resource "google_project_iam_member" "deploy_gives_rights" {
  project = var.project_id
  role    = "roles/resourcemanager.projectIamAdmin"
  member  = google_service_account.deploy.member

  condition {
    title      = "rights-of-daybook"
    expression = "api.getAttribute('iam.googleapis.com/modifiedGrantsByRole', []).hasOnly(['${join("', '", local.given_roles)}'])"
  }
}

# Functions run as these. It cannot make new ones, nor act as any other: a person applies once when a function is added.
resource "google_service_account_iam_member" "deploy_runs_as" {
  for_each = setunion(local.functions, ["build", "invoker"])

  service_account_id = "projects/${var.project_id}/serviceAccounts/daybook-${each.key}@${var.project_id}.iam.gserviceaccount.com"
  role               = "roles/iam.serviceAccountUser"
  member             = google_service_account.deploy.member
}

# Runs code that nobody has reviewed. So it reads the state bucket, writes its log, and does nothing else.
resource "google_service_account" "plan" {
  account_id   = "daybook-plan"
  display_name = "Daybook: checks and plans pull requests"
}

resource "google_project_iam_member" "plan" {
  for_each = toset(["roles/browser", "roles/logging.logWriter", "roles/serviceusage.serviceUsageConsumer"])

  project = var.project_id
  role    = each.key
  member  = google_service_account.plan.member
}

resource "google_storage_bucket_iam_member" "plan_reads_state" {
  bucket = var.state_bucket
  role   = "roles/storage.objectViewer"
  member = google_service_account.plan.member
}

locals {
  # The identity is the trigger's: Cloud Build ignores the one that a pull request writes into cloudbuild.yaml.
  builds = {
    check = { does = "Checks and plans each pull request.", account = google_service_account.plan.id, approval = false }
    plan  = { does = "Plans what is on main, for somebody to read.", account = google_service_account.deploy.id, approval = false }
    apply = { does = "Applies that plan, when somebody says so.", account = google_service_account.deploy.id, approval = true }
  }
}

resource "google_cloudbuild_trigger" "build" {
  for_each = local.builds

  name            = "daybook-${each.key}"
  location        = var.region
  description     = each.value.does
  filename        = "cloudbuild.yaml"
  service_account = each.value.account
  substitutions   = { _MODE = each.key, _ENVIRONMENT = var.environment, _STATE_BUCKET = var.state_bucket }

  repository_event_config {
    repository = var.repository
    dynamic "pull_request" {
      for_each = each.key == "check" ? [1] : []
      content {
        branch = "^main$"
        # Somebody from outside waits until one of us comments /gcbrun.
        comment_control = "COMMENTS_ENABLED_FOR_EXTERNAL_CONTRIBUTORS_ONLY"
      }
    }
    dynamic "push" {
      for_each = each.key == "check" ? [] : [1]
      content { branch = "^main$" }
    }
  }
  approval_config { approval_required = each.value.approval }
}
