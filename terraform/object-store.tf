locals {
  buckets = {
    # The truth: every table can be made again from what is here. Old versions stay until the days below have passed.
    landing = { versioned = true, soft_delete_days = 7, old_versions_days = 90, cold_after_days = 90 }
    staging = { versioned = false, soft_delete_days = 7, old_versions_days = null, cold_after_days = 90 }
    state   = { versioned = true, soft_delete_days = 7, old_versions_days = 14, cold_after_days = null }
    models  = { versioned = true, soft_delete_days = 7, old_versions_days = 90, cold_after_days = null }
    # What is replaced can be made again, from tables or from code, and need not be paid for long: each publication
    # writes all customers anew.
    serving = { versioned = true, soft_delete_days = 0, old_versions_days = 2, cold_after_days = null }
    source  = { versioned = true, soft_delete_days = 0, old_versions_days = 30, cold_after_days = null }
  }
  bucket_roles = { read = "roles/storage.objectViewer", use = "roles/storage.objectUser" }
  bucket_grants = merge([
    for name, f in local.functions : {
      for bucket, right in f.buckets : "${name}-${bucket}" => { function = name, bucket = bucket, role = local.bucket_roles[right] }
    }
  ]...)
}

resource "google_storage_bucket" "bucket" {
  #checkov:skip=CKV_GCP_62:Access logs cost a bucket of their own; who read what is in the audit logs when audit_data_access is set.
  #checkov:skip=CKV_GCP_78:Staging is immutable and can be made again from landing; every other bucket keeps versions.
  for_each = local.buckets

  name                        = "${local.bucket_prefix}-${each.key}"
  location                    = var.region
  uniform_bucket_level_access = true
  public_access_prevention    = "enforced"
  force_destroy               = var.destroy_data
  labels                      = local.labels

  versioning {
    enabled = each.value.versioned
  }
  soft_delete_policy {
    retention_duration_seconds = each.value.soft_delete_days * 86400
  }
  lifecycle_rule {
    action { type = "AbortIncompleteMultipartUpload" }
    condition { age = 1 }
  }
  dynamic "lifecycle_rule" {
    for_each = each.value.old_versions_days[*]
    content {
      action { type = "Delete" }
      condition { days_since_noncurrent_time = lifecycle_rule.value }
    }
  }
  dynamic "lifecycle_rule" {
    for_each = each.value.cold_after_days[*]
    content {
      action {
        type          = "SetStorageClass"
        storage_class = "NEARLINE"
      }
      condition {
        age                   = lifecycle_rule.value
        matches_storage_class = ["STANDARD"]
      }
    }
  }
  dynamic "encryption" {
    for_each = var.kms_key[*]
    content { default_kms_key_name = encryption.value }
  }

  depends_on = [google_kms_crypto_key_iam_member.storage]
}

resource "google_storage_bucket_iam_member" "function" {
  for_each = local.bucket_grants

  bucket = google_storage_bucket.bucket[each.value.bucket].name
  role   = each.value.role
  member = google_service_account.function[each.value.function].member
}

# Eventarc looks at the bucket before it makes a trigger for it.
resource "google_storage_bucket_iam_member" "eventarc_reads_landing" {
  bucket = google_storage_bucket.bucket["landing"].name
  role   = "roles/storage.legacyBucketReader"
  member = google_project_service_identity.agent["eventarc"].member
}

# A load job looks at the bucket itself before it reads its objects.
resource "google_storage_bucket_iam_member" "loads_read_staging" {
  for_each = { for name, f in local.functions : name => f if try(f.datasets.raw, "") == "write" }

  bucket = google_storage_bucket.bucket["staging"].name
  role   = "roles/storage.legacyBucketReader"
  member = google_service_account.function[each.key].member
}

# The storage agent publishes each change of the bucket to a topic that Eventarc names itself: it cannot be narrower.
resource "google_project_iam_member" "storage_agent_publishes" {
  project = var.project_id
  role    = "roles/pubsub.publisher"
  member  = data.google_storage_project_service_account.agent.member
}
