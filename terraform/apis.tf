locals {
  apis = toset([
    "artifactregistry", "bigquery", "cloudbuild", "cloudfunctions", "cloudresourcemanager", "cloudscheduler",
    "eventarc", "iam", "iamcredentials", "logging", "monitoring", "pubsub", "run", "storage",
  ])
  optional_apis = setunion(
    var.monthly_budget == null ? [] : ["billingbudgets"],
    var.kms_key == null ? [] : ["cloudkms"],
    var.personal_data == null ? [] : ["datacatalog"],
    var.dashboard == null ? [] : ["compute", "iap"],
  )
}

resource "google_project_service" "api" {
  for_each = setunion(local.apis, local.optional_apis)

  service = "${each.key}.googleapis.com"
  # Something else in the project may need it too.
  disable_on_destroy = false
}

# An API that was switched on a moment ago still answers "not enabled".
resource "time_sleep" "apis" {
  create_duration = "60s"
  triggers        = { apis = join(",", sort(keys(google_project_service.api))) }
}

# Google makes these identities when they are first needed, which is too late: a grant to one that does not exist
# fails. Made here, they also get the role of their service at once.
resource "google_project_service_identity" "agent" {
  provider = google-beta
  for_each = toset(["pubsub", "eventarc"])

  service    = "${each.key}.googleapis.com"
  depends_on = [time_sleep.apis]
}

data "google_storage_project_service_account" "agent" {
  depends_on = [time_sleep.apis]
}

# An agent that is created on request is not granted the role of its service: without it the first trigger fails.
# https://cloud.google.com/iam/docs/service-agents
resource "google_project_iam_member" "eventarc_agent" {
  #checkov:skip=CKV_GCP_49:Google's own agent gets the role that Google documents for it, and no person can be it.
  project = var.project_id
  role    = "roles/eventarc.serviceAgent"
  member  = google_project_service_identity.agent["eventarc"].member
}

# Grants take up to a minute to be known everywhere. Without this the first apply fails at its triggers.
resource "time_sleep" "grants" {
  create_duration = "90s"
  triggers = {
    storage = google_project_iam_member.storage_agent_publishes.id
    invoker = google_project_iam_member.invoker_receives_events.id
    build   = google_project_iam_member.build_logs.id
    agent   = google_project_iam_member.eventarc_agent.id
  }
  depends_on = [
    google_artifact_registry_repository_iam_member.build_writes,
    google_storage_bucket_iam_member.build_reads,
    google_project_iam_member.build_reads_staged_sources,
    google_storage_bucket_iam_member.function,
    google_storage_bucket_iam_member.eventarc_reads_landing,
    google_storage_bucket_iam_member.loads_read_staging,
    google_bigquery_dataset_iam_member.function,
    google_project_iam_member.function_runs_jobs,
    google_pubsub_topic_iam_member.function_wakes,
  ]
}
