# Who drops files and does nothing else: each sender has an identity of its own that can create objects in landing. It
# cannot read, list, replace or remove any, not even its own.
locals {
  landing_objects = "projects/_/buckets/${google_storage_bucket.bucket["landing"].name}/objects/"
  sender_users = merge([
    for name, sender in var.senders : { for member in sender.members : "${name} ${member}" => { sender = name, member = member } }
  ]...)
}

resource "google_service_account" "sender" {
  for_each = var.senders

  account_id   = "daybook-send-${each.key}"
  display_name = "Daybook: ${each.key} drops files"
  depends_on   = [time_sleep.apis]
}

resource "google_storage_bucket_iam_member" "sender" {
  for_each = var.senders

  bucket = google_storage_bucket.bucket["landing"].name
  role   = "roles/storage.objectCreator"
  member = google_service_account.sender[each.key].member

  condition {
    title      = "files-of-${each.key}"
    expression = join(" || ", [for folder in sort(each.value.folders) : "resource.name.startsWith(\"${local.landing_objects}${folder}/\")"])
  }
}

# No key is made, which could be lost. A sender signs in as itself and borrows the identity for an hour.
resource "google_service_account_iam_member" "sender" {
  for_each = local.sender_users

  service_account_id = google_service_account.sender[each.value.sender].name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = each.value.member
}
