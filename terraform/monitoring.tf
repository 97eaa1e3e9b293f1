locals {
  metrics = yamldecode(file("${path.module}/metrics.yaml"))
  alerts  = yamldecode(file("${path.module}/alerts.yaml"))

  # How PromQL calls a metric made from log lines. One that carries a figure has it summed up beside the number of lines.
  series = {
    for name, metric in local.metrics : name =>
    "logging_googleapis_com:user_daybook_${name}${can(metric.value) ? "_sum" : ""}{monitored_resource=\"cloud_run_revision\"}"
  }
}

resource "google_logging_metric" "metric" {
  for_each = local.metrics

  name            = "daybook_${each.key}"
  filter          = "resource.type = \"cloud_run_revision\" AND resource.labels.service_name =~ \"^daybook-\" AND ${each.value.where}"
  value_extractor = try("EXTRACT(jsonPayload.${each.value.value})", null)

  metric_descriptor {
    metric_kind  = "DELTA"
    value_type   = can(each.value.value) ? "DISTRIBUTION" : "INT64"
    unit         = can(each.value.value) ? each.value.unit : "1"
    display_name = "Daybook: ${replace(each.key, "_", " ")}"
  }
  dynamic "bucket_options" {
    for_each = can(each.value.value) ? [1] : []
    content {
      exponential_buckets {
        num_finite_buckets = 40
        growth_factor      = 2
        scale              = 0.001
      }
    }
  }
  depends_on = [time_sleep.apis]
}

resource "google_monitoring_notification_channel" "email" {
  for_each = toset(var.alert_email[*])

  display_name = "Daybook"
  type         = "email"
  labels       = { email_address = each.key }
  depends_on   = [time_sleep.apis]
}

resource "google_monitoring_alert_policy" "alert" {
  for_each = local.alerts

  display_name          = "Daybook: ${each.value.title}"
  combiner              = "OR"
  severity              = each.value.severity
  notification_channels = [for channel in google_monitoring_notification_channel.email : channel.id]
  user_labels           = local.labels

  conditions {
    display_name = each.value.title

    dynamic "condition_prometheus_query_language" {
      for_each = try([each.value.query], [])
      content {
        query    = condition_prometheus_query_language.value
        duration = "0s"
        # Each look is paid for, and the sweep comes no more often either.
        evaluation_interval = "900s"
        # A metric that has counted nothing yet does not exist.
        disable_metric_validation = true
      }
    }
    dynamic "condition_matched_log" {
      for_each = try([each.value.log], [])
      content { filter = condition_matched_log.value }
    }
  }
  alert_strategy {
    auto_close = "86400s"
    dynamic "notification_rate_limit" {
      for_each = try([each.value.log], [])
      content { period = "3600s" }
    }
  }
  documentation {
    subject   = "Daybook: ${each.value.title}"
    content   = each.value.runbook
    mime_type = "text/markdown"
  }
  depends_on = [google_logging_metric.metric]
}

resource "google_monitoring_dashboard" "dashboard" {
  dashboard_json = jsonencode({
    displayName = "Daybook"
    mosaicLayout = {
      columns = 48
      tiles = [for index, name in sort(keys(local.metrics)) : {
        xPos   = (index % 2) * 24
        yPos   = floor(index / 2) * 16
        width  = 24
        height = 16
        widget = {
          title = replace(name, "_", " ")
          xyChart = {
            dataSets = [{
              plotType        = "STACKED_BAR"
              timeSeriesQuery = { prometheusQuery = "sum(increase(${local.series[name]}[1h]))" }
            }]
          }
        }
      }]
    }
  })
  depends_on = [google_logging_metric.metric]
}

resource "google_billing_budget" "monthly" {
  for_each = var.monthly_budget == null ? {} : { budget = var.monthly_budget }

  billing_account = each.value.billing_account
  display_name    = "Daybook in ${var.project_id}"
  budget_filter {
    projects = ["projects/${local.project_number}"]
  }
  amount {
    specified_amount {
      currency_code = each.value.currency
      units         = tostring(floor(each.value.amount))
    }
  }
  dynamic "threshold_rules" {
    for_each = [0.5, 0.9, 1]
    content { threshold_percent = threshold_rules.value }
  }
  threshold_rules {
    threshold_percent = 1
    spend_basis       = "FORECASTED_SPEND"
  }
  depends_on = [time_sleep.apis]
}
