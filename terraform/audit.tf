# Who read or wrote which file or table. The functions are left out: what they do is in their own log, and would be a
# hundred lines for each of a person's. BigQuery always records who queried what.
resource "google_project_iam_audit_config" "data" {
  for_each = var.audit_data_access ? toset(["bigquery.googleapis.com", "storage.googleapis.com"]) : []

  project = var.project_id
  service = each.key

  dynamic "audit_log_config" {
    for_each = ["DATA_READ", "DATA_WRITE"]
    content {
      log_type         = audit_log_config.value
      exempted_members = sort([for account in google_service_account.function : account.member])
    }
  }
}
