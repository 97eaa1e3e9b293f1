resource "google_cloud_scheduler_job" "job" {
  for_each = local.scheduled

  name      = "daybook-${each.key}"
  region    = var.region
  schedule  = each.value.schedule
  time_zone = var.time_zone
  # The longest that the scheduler waits for an answer. Publishing has none: saying one would come back in every plan.
  attempt_deadline = each.value.http ? "${min(1800, each.value.timeout_seconds)}s" : null

  retry_config {
    retry_count          = 3
    min_backoff_duration = "30s"
    max_backoff_duration = "600s"
  }
  # Beside a topic, a schedule is one more who publishes: retries and dead letters are the topic's.
  dynamic "pubsub_target" {
    for_each = each.value.topic ? [google_pubsub_topic.stage[each.key].id] : []
    content {
      topic_name = pubsub_target.value
      data       = base64encode(jsonencode({ schema = "daybook.wake/v1", stage = each.key, cause = "schedule" }))
    }
  }
  dynamic "http_target" {
    for_each = each.value.http ? [google_cloudfunctions2_function.inside[each.key].service_config[0].uri] : []
    content {
      http_method = "POST"
      uri         = http_target.value
      oidc_token {
        service_account_email = google_service_account.invoker.email
        audience              = http_target.value
      }
    }
  }
  depends_on = [time_sleep.apis]
}
