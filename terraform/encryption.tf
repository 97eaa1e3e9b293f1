# With a key of the customer's own, the services' identities must be able to use it before anything is made with it.
locals {
  project_number = regex("[0-9]+", google_project_service_identity.agent["pubsub"].email)
}

resource "google_kms_crypto_key_iam_member" "storage" {
  for_each      = toset(var.kms_key[*])
  crypto_key_id = each.key
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = data.google_storage_project_service_account.agent.member
}

# Reading this identity creates it, where BigQuery has not needed it yet.
data "google_bigquery_default_service_account" "encryption" {
  for_each   = toset(var.kms_key[*])
  depends_on = [time_sleep.apis]
}

resource "google_kms_crypto_key_iam_member" "bigquery" {
  for_each      = toset(var.kms_key[*])
  crypto_key_id = each.key
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = data.google_bigquery_default_service_account.encryption[each.key].member
}

resource "google_kms_crypto_key_iam_member" "pubsub" {
  for_each      = toset(var.kms_key[*])
  crypto_key_id = each.key
  role          = "roles/cloudkms.cryptoKeyEncrypterDecrypter"
  member        = google_project_service_identity.agent["pubsub"].member
}
