# The functions' code, from the archives of `npm run build` to the images that Google builds of them.
resource "google_storage_bucket_object" "package" {
  for_each = local.functions

  # The content is in the name: an unchanged function is not built again, a changed one always is.
  name   = "${each.key}/${filesha256("${var.packages}/${each.key}.zip")}.zip"
  bucket = google_storage_bucket.bucket["source"].name
  source = "${var.packages}/${each.key}.zip"
}

resource "google_artifact_registry_repository" "images" {
  #checkov:skip=CKV_GCP_84:Holds code only, which is not a secret; the data's key stays with the data.
  location               = var.region
  repository_id          = "daybook"
  format                 = "DOCKER"
  description            = "The functions' images."
  cleanup_policy_dry_run = false
  labels                 = local.labels

  # An image is a third of a cent a month; a deployment a day would still add up.
  cleanup_policies {
    id     = "keep-three"
    action = "KEEP"
    most_recent_versions { keep_count = 3 }
  }
  cleanup_policies {
    id     = "delete-after-a-week"
    action = "DELETE"
    condition { older_than = "604800s" }
  }
  depends_on = [time_sleep.apis]
}

resource "google_service_account" "build" {
  account_id   = "daybook-build"
  display_name = "Daybook: builds the functions' images"
  depends_on   = [time_sleep.apis]
}

resource "google_project_iam_member" "build_logs" {
  project = var.project_id
  role    = "roles/logging.logWriter"
  member  = google_service_account.build.member
}

resource "google_artifact_registry_repository_iam_member" "build_writes" {
  location   = google_artifact_registry_repository.images.location
  repository = google_artifact_registry_repository.images.name
  role       = "roles/artifactregistry.writer"
  member     = google_service_account.build.member
}

resource "google_storage_bucket_iam_member" "build_reads" {
  bucket = google_storage_bucket.bucket["source"].name
  role   = "roles/storage.objectViewer"
  member = google_service_account.build.member
}

# Google copies a function's source to a bucket of its own making before it builds.
resource "google_project_iam_member" "build_reads_staged_sources" {
  project = var.project_id
  role    = "roles/storage.objectViewer"
  member  = google_service_account.build.member

  condition {
    title      = "sources-of-functions"
    expression = "resource.name.startsWith(\"projects/_/buckets/gcf-v2-sources-\")"
  }
}
