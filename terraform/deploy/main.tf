# Applied by a person after the first deployment by hand: the identity that deploys from then on, and the trigger that
# waits for approval. Whoever goes on deploying by hand does not need this folder.
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

variable "alert_email" {
  description = "Who is told when something needs a person."
  type        = string
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
    "roles/eventarc.admin", "roles/iam.securityReviewer", "roles/logging.configWriter", "roles/logging.logWriter",
    "roles/monitoring.editor", "roles/pubsub.admin", "roles/run.admin", "roles/serviceusage.serviceUsageAdmin",
    "roles/storage.admin",
  ]
  # The rights on the project that the configuration gives. It can give no others, least of all to itself.
  given_roles = [
    "roles/bigquery.jobUser", "roles/eventarc.eventReceiver", "roles/logging.logWriter", "roles/pubsub.publisher",
    "roles/storage.objectViewer",
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

resource "google_cloudbuild_trigger" "deploy" {
  name            = "daybook-deploy"
  location        = var.region
  description     = "Deploys what is on main, when somebody says so."
  filename        = "cloudbuild.yaml"
  service_account = google_service_account.deploy.id
  substitutions   = { _REGION = var.region, _STATE_BUCKET = var.state_bucket, _ALERT_EMAIL = var.alert_email }

  repository_event_config {
    repository = var.repository
    push { branch = "^main$" }
  }
  approval_config { approval_required = true }
}
