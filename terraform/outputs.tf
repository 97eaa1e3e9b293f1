output "landing_bucket" {
  description = "Where files are dropped."
  value       = google_storage_bucket.bucket["landing"].name
}

output "state_bucket" {
  description = "What has been done, and what waits."
  value       = google_storage_bucket.bucket["state"].name
}

output "functions" {
  description = "Each function and its address."
  value = merge(
    { for name, f in google_cloudfunctions2_function.inside : name => f.service_config[0].uri },
    { for name, f in google_cloudfunctions2_function.outside : name => f.service_config[0].uri },
  )
}

output "alert_topic" {
  description = "Where serious findings are told once, as CloudEvents. Make a subscription to receive them."
  value       = google_pubsub_topic.told["alerts"].id
}

output "predict" {
  description = "Where predict answers."
  value       = google_cloudfunctions2_function.outside["predict"].service_config[0].uri
}

output "next" {
  description = "What to do now."
  value       = <<-TEXT
    Drop a day's file:   gcloud storage cp 2024-10-06.csv gs://${google_storage_bucket.bucket["landing"].name}/transactions/
    Watch it arrive:     gcloud logging read 'jsonPayload.event="file_ingested"' --project ${var.project_id} --freshness 10m
    Ask for its figures: bq --project_id ${var.project_id} query --use_legacy_sql=false "select business_date, orders, net from ${var.dataset_prefix}metrics.daily_sales where dimension = 'company' order by business_date desc limit 5"
    %{if var.alert_email == null}Nobody is told when something fails yet: set alert_email.%{endif}
  TEXT
}

output "senders" {
  description = "What each sender types to drop a file, in two lines. A second file of the same name is refused: somebody who may replace files drops a correction."
  value = {
    for name, sender in var.senders : name => <<-TEXT
      token=$(gcloud auth print-access-token --impersonate-service-account ${google_service_account.sender[name].email})
      curl --fail --header "Authorization: Bearer $token" --upload-file 2024-10-06.csv https://storage.googleapis.com/${google_storage_bucket.bucket["landing"].name}/${sort(sender.folders)[0]}/2024-10-06.csv
    TEXT
  }
}

output "environment" {
  description = "The settings of a deployed function, for a shell: eval \"$(terraform output -raw environment)\"."
  value       = join("\n", [for name, value in local.environment : "export ${name}='${value}'"])
}
