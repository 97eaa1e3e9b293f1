# Every chained stage has its own topic and its own push subscription: only so are acknowledgement, retries and the
# dead-letter topic ours to say.
locals {
  wake_grants = merge([
    for name, f in local.functions : { for stage in f.wakes : "${name}-${stage}" => { function = name, topic = stage } }
  ]...)
  told_grants = merge([
    for name, f in local.functions : { for topic in f.tells : "${name}-${topic}" => { function = name, topic = topic } }
  ]...)
}

resource "google_pubsub_topic" "stage" {
  #checkov:skip=CKV_GCP_83:Encrypted with the customer's key where kms_key is given. A message holds a file's name, never rows.
  for_each = local.topics

  name                       = "daybook-${each.key}"
  message_retention_duration = "604800s"
  kms_key_name               = var.kms_key
  labels                     = local.labels
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
  depends_on = [time_sleep.apis, google_kms_crypto_key_iam_member.pubsub]
}

resource "google_pubsub_topic" "dead" {
  #checkov:skip=CKV_GCP_83:Encrypted as the stage's own topic is, with the customer's key where there is one.
  for_each = local.topics

  name                       = "daybook-${each.key}-dead"
  message_retention_duration = "2678400s"
  kms_key_name               = var.kms_key
  labels                     = local.labels
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
  depends_on = [time_sleep.apis, google_kms_crypto_key_iam_member.pubsub]
}

# A topic without a subscription forgets its messages at once.
resource "google_pubsub_subscription" "dead" {
  for_each = local.topics

  name                       = "daybook-${each.key}-dead"
  topic                      = google_pubsub_topic.dead[each.key].id
  message_retention_duration = "2678400s"
  ack_deadline_seconds       = 60
  labels                     = local.labels
  # The default removes a subscription after 31 quiet days.
  expiration_policy { ttl = "" }
}

resource "google_pubsub_subscription" "stage" {
  for_each = local.topics

  name                       = "daybook-${each.key}"
  topic                      = google_pubsub_topic.stage[each.key].id
  ack_deadline_seconds       = min(600, each.value.timeout_seconds + 60)
  message_retention_duration = "604800s"
  labels                     = local.labels

  expiration_policy { ttl = "" }
  retry_policy {
    minimum_backoff = "10s"
    maximum_backoff = "600s"
  }
  dead_letter_policy {
    dead_letter_topic     = google_pubsub_topic.dead[each.key].id
    max_delivery_attempts = 10
  }
  push_config {
    # functions-framework makes a CloudEvent of a push whose path names the topic.
    push_endpoint = "${google_cloudfunctions2_function.inside[each.key].service_config[0].uri}/${google_pubsub_topic.stage[each.key].id}"
    oidc_token {
      service_account_email = google_service_account.invoker.email
      audience              = google_cloudfunctions2_function.inside[each.key].service_config[0].uri
    }
  }
  depends_on = [google_service_account_iam_member.pubsub_signs, google_pubsub_topic_iam_member.dead]
}

resource "google_pubsub_topic_iam_member" "function_wakes" {
  for_each = local.wake_grants

  topic  = google_pubsub_topic.stage[each.value.topic].name
  role   = "roles/pubsub.publisher"
  member = google_service_account.function[each.value.function].member
}

# News for whoever subscribes, as CloudEvents: who wants it makes a subscription in their own project or in this one.
resource "google_pubsub_topic" "told" {
  #checkov:skip=CKV_GCP_83:Encrypted with the customer's key where kms_key is given. An alert holds figures of a day, never rows.
  for_each = toset(flatten([for f in local.functions : f.tells]))

  name                       = "daybook-${each.key}"
  message_retention_duration = "604800s"
  kms_key_name               = var.kms_key
  labels                     = local.labels
  message_storage_policy {
    allowed_persistence_regions = [var.region]
  }
  depends_on = [time_sleep.apis, google_kms_crypto_key_iam_member.pubsub]
}

resource "google_pubsub_topic_iam_member" "function_tells" {
  for_each = local.told_grants

  topic  = google_pubsub_topic.told[each.value.topic].name
  role   = "roles/pubsub.publisher"
  member = google_service_account.function[each.value.function].member
}

# Pub/Sub's own identity moves a message to the dead-letter topic: it takes it from the one and gives it to the other.
resource "google_pubsub_topic_iam_member" "dead" {
  for_each = local.topics

  topic  = google_pubsub_topic.dead[each.key].name
  role   = "roles/pubsub.publisher"
  member = google_project_service_identity.agent["pubsub"].member
}

resource "google_pubsub_subscription_iam_member" "stage" {
  for_each = local.topics

  subscription = google_pubsub_subscription.stage[each.key].name
  role         = "roles/pubsub.subscriber"
  member       = google_project_service_identity.agent["pubsub"].member
}

resource "google_service_account_iam_member" "pubsub_signs" {
  service_account_id = google_service_account.invoker.name
  role               = "roles/iam.serviceAccountTokenCreator"
  member             = google_project_service_identity.agent["pubsub"].member
}
