locals {
  # Written by `npm run terraform:generate` from the contracts and the stages' tables.sql; a test compares them.
  tables   = jsondecode(file("${path.module}/tables.json"))
  datasets = toset([for name in keys(local.tables) : split(".", name)[0]])

  dataset_roles = { read = "roles/bigquery.dataViewer", write = "roles/bigquery.dataEditor" }
  dataset_grants = merge(
    { for dataset in local.asked_datasets : "predict-${dataset}" => { function = "predict", dataset = dataset, role = local.dataset_roles["read"] } },
    [
      for name, f in local.functions : {
        for dataset, right in f.datasets : "${name}-${dataset}" => { function = name, dataset = dataset, role = local.dataset_roles[right] }
      }
  ]...)
}

resource "google_bigquery_dataset" "dataset" {
  #checkov:skip=CKV_GCP_81:Encrypted with the customer's key where kms_key is given; Google's own keys otherwise.
  for_each = local.datasets

  dataset_id            = "${var.dataset_prefix}${each.key}"
  location              = var.region
  max_time_travel_hours = "168"
  # These tables shrink to a fifth and less, and a byte on disk costs twice a byte of rows.
  storage_billing_model      = "PHYSICAL"
  delete_contents_on_destroy = var.destroy_data
  labels                     = local.labels

  dynamic "default_encryption_configuration" {
    for_each = var.kms_key[*]
    content { kms_key_name = default_encryption_configuration.value }
  }

  depends_on = [time_sleep.apis, google_kms_crypto_key_iam_member.bigquery]
}

resource "google_bigquery_table" "table" {
  #checkov:skip=CKV_GCP_80:The dataset's key is the default of its tables.
  #checkov:skip=CKV_GCP_121:Protected unless destroy_data says that the data may go.
  for_each = local.tables

  dataset_id               = google_bigquery_dataset.dataset[split(".", each.key)[0]].dataset_id
  table_id                 = split(".", each.key)[1]
  description              = each.value.description
  schema                   = jsonencode(local.schemas[each.key])
  clustering               = each.value.cluster
  require_partition_filter = each.value.filter
  deletion_protection      = !var.destroy_data
  labels                   = local.labels

  dynamic "time_partitioning" {
    for_each = each.value.partition[*]
    content {
      type  = "DAY"
      field = time_partitioning.value
    }
  }
}

resource "google_bigquery_dataset_iam_member" "function" {
  for_each = local.dataset_grants

  dataset_id = google_bigquery_dataset.dataset[each.value.dataset].dataset_id
  role       = each.value.role
  member     = google_service_account.function[each.value.function].member
}

# A job belongs to a project, not to a dataset. This right reads nothing by itself.
resource "google_project_iam_member" "function_runs_jobs" {
  for_each = toset([for grant in local.dataset_grants : grant.function])

  project = var.project_id
  role    = "roles/bigquery.jobUser"
  member  = google_service_account.function[each.key].member
}
