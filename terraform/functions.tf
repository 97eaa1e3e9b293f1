resource "google_service_account" "function" {
  for_each = local.functions

  account_id   = "daybook-${each.key}"
  display_name = "Daybook: ${each.key}"
  depends_on   = [time_sleep.apis]
}

# Whoever wakes a function: Eventarc, a subscription or the scheduler asks in this name.
resource "google_service_account" "invoker" {
  account_id   = "daybook-invoker"
  display_name = "Daybook: wakes the functions"
  depends_on   = [time_sleep.apis]
}

resource "google_project_iam_member" "invoker_receives_events" {
  project = var.project_id
  role    = "roles/eventarc.eventReceiver"
  member  = google_service_account.invoker.member
}

locals {
  environment = {
    PLATFORM               = "gcp"
    GOOGLE_CLOUD_PROJECT   = var.project_id
    DAYBOOK_LOCATION       = var.region
    DAYBOOK_LANDING_BUCKET = google_storage_bucket.bucket["landing"].name
    DAYBOOK_STAGING_BUCKET = google_storage_bucket.bucket["staging"].name
    DAYBOOK_STATE_BUCKET   = google_storage_bucket.bucket["state"].name
    DAYBOOK_MODELS_BUCKET  = google_storage_bucket.bucket["models"].name
    DAYBOOK_SERVING_BUCKET = google_storage_bucket.bucket["serving"].name
    DAYBOOK_DATASET_PREFIX = var.dataset_prefix
    DAYBOOK_TIME_ZONE      = var.time_zone
    DAYBOOK_BASE_CURRENCY  = var.base_currency
    DAYBOOK_ALERT_TOPIC    = google_pubsub_topic.told["alerts"].name
    LOG_EXECUTION_ID       = "true" # Google sets it anyway; unsaid, every plan would want to remove it
  }
  runtime = "nodejs24"
}

# What wakes these comes from Google's side of the project only. Two blocks and not one: whether the internet
# reaches a function must be readable without evaluating anything.
resource "google_cloudfunctions2_function" "inside" {
  for_each = local.inside

  name     = "daybook-${each.key}"
  location = var.region
  labels   = local.labels

  build_config {
    runtime           = local.runtime
    entry_point       = each.key
    service_account   = google_service_account.build.id
    docker_repository = google_artifact_registry_repository.images.id
    automatic_update_policy {}
    source {
      storage_source {
        bucket = google_storage_bucket_object.package[each.key].bucket
        object = google_storage_bucket_object.package[each.key].name
      }
    }
  }
  service_config {
    available_memory                 = each.value.memory
    available_cpu                    = each.value.cpu
    timeout_seconds                  = each.value.timeout_seconds
    max_instance_request_concurrency = each.value.concurrency
    max_instance_count               = lookup(var.max_instances, each.key, each.value.max_instances)
    min_instance_count               = 0
    ingress_settings                 = "ALLOW_INTERNAL_ONLY"
    all_traffic_on_latest_revision   = true
    service_account_email            = google_service_account.function[each.key].email
    environment_variables            = each.key == "analyze" ? merge(local.environment, local.webhook) : local.environment
    dynamic "secret_environment_variables" {
      for_each = each.key == "analyze" ? local.webhook_secrets : {}
      content {
        key        = secret_environment_variables.key
        project_id = var.project_id
        secret     = secret_environment_variables.value
        version    = "latest"
      }
    }
  }
  dynamic "event_trigger" {
    for_each = each.value.bucket_event[*]
    content {
      event_type            = "google.cloud.storage.object.v1.${event_trigger.value}"
      trigger_region        = var.region
      retry_policy          = "RETRY_POLICY_RETRY"
      service_account_email = google_service_account.invoker.email
      event_filters {
        attribute = "bucket"
        value     = google_storage_bucket.bucket["landing"].name
      }
    }
  }
  depends_on = [time_sleep.grants]
}

# Asked over HTTPS, from anywhere, by those in `callers`.
resource "google_cloudfunctions2_function" "outside" {
  #checkov:skip=CKV_GCP_124:People ask these from where they are; Cloud Run lets in only identities that hold run.invoker.
  for_each = local.outside

  name     = "daybook-${each.key}"
  location = var.region
  labels   = local.labels

  build_config {
    runtime           = local.runtime
    entry_point       = each.key
    service_account   = google_service_account.build.id
    docker_repository = google_artifact_registry_repository.images.id
    automatic_update_policy {}
    source {
      storage_source {
        bucket = google_storage_bucket_object.package[each.key].bucket
        object = google_storage_bucket_object.package[each.key].name
      }
    }
  }
  service_config {
    available_memory                 = each.value.memory
    available_cpu                    = each.value.cpu
    timeout_seconds                  = each.value.timeout_seconds
    max_instance_request_concurrency = each.value.concurrency
    max_instance_count               = lookup(var.max_instances, each.key, each.value.max_instances)
    min_instance_count               = 0
    # The pages believe what the load balancer says of who asks: nobody else may reach them.
    ingress_settings               = each.key == "dashboard" ? "ALLOW_INTERNAL_AND_GCLB" : "ALLOW_ALL"
    all_traffic_on_latest_revision = true
    service_account_email          = google_service_account.function[each.key].email
    environment_variables          = each.key == "predict" ? merge(local.environment, local.asking) : local.environment
  }
  depends_on = [time_sleep.grants]
}

# On the service behind the function. When the function is made anew the right goes with the old one, hence the trigger.
resource "google_cloud_run_v2_service_iam_member" "invoker" {
  for_each = local.inside

  location = var.region
  name     = google_cloudfunctions2_function.inside[each.key].name
  role     = "roles/run.invoker"
  member   = google_service_account.invoker.member
  lifecycle { replace_triggered_by = [google_cloudfunctions2_function.inside[each.key].id] }
}

locals {
  caller_grants = merge([
    for name in setsubtract(keys(local.outside), ["dashboard"]) : {
      for caller in(contains(var.allow_unauthenticated, name) ? setunion(var.callers, ["allUsers"]) : var.callers) :
      "${name} ${caller}" => { function = name, caller = caller }
    }
  ]...)
}

resource "google_cloud_run_v2_service_iam_member" "caller" {
  for_each = local.caller_grants

  location = var.region
  name     = google_cloudfunctions2_function.outside[each.value.function].name
  role     = "roles/run.invoker"
  member   = each.value.caller
}
