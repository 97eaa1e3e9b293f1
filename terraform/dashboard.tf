# The pages, for people: Identity-Aware Proxy asks who they are, and lets in one group per role. Each role has a host of
# its own, whose backend tells the function the role in a header; nothing but this load balancer reaches the function.
# Null leaves the pages unreachable. The hosts' names must point at the address that `dashboard_address` prints.
variable "dashboard" {
  description = "Where the pages are, and who sees them: viewers see figures, analysts people too, operators may act. Members are groups (group:…) or people (user:…)."
  type = object({
    domain    = string
    viewers   = optional(set(string), [])
    analysts  = optional(set(string), [])
    operators = optional(set(string), [])
  })
  default = null

  validation {
    condition     = var.dashboard == null || can(regex("^[a-z0-9-]+(\\.[a-z0-9-]+)+$", var.dashboard.domain))
    error_message = "dashboard.domain must be a domain such as pages.example.com; the roles are hosts in it."
  }
  validation {
    condition = alltrue([
      for member in try(setunion(var.dashboard.viewers, var.dashboard.analysts, var.dashboard.operators), []) :
      can(regex("^(group|user):[^@ ]+@[^@ ]+$", member))
    ])
    error_message = "dashboard.viewers, analysts and operators must be group:… or user:… : never everyone."
  }
}

locals {
  dashboard_roles = var.dashboard == null ? {} : {
    viewer   = { host = "view.${var.dashboard.domain}", members = var.dashboard.viewers }
    analyst  = { host = "analyze.${var.dashboard.domain}", members = var.dashboard.analysts }
    operator = { host = "operate.${var.dashboard.domain}", members = var.dashboard.operators }
  }
  dashboard_members = merge([
    for role, r in local.dashboard_roles : { for member in r.members : "${role} ${member}" => { role = role, member = member } }
  ]...)
  dashboard_count = var.dashboard == null ? 0 : 1
}

resource "google_compute_region_network_endpoint_group" "dashboard" {
  count = local.dashboard_count

  name                  = "daybook-dashboard"
  region                = var.region
  network_endpoint_type = "SERVERLESS"
  cloud_run { service = google_cloudfunctions2_function.outside["dashboard"].name }
}

resource "google_compute_backend_service" "dashboard" {
  for_each = local.dashboard_roles

  name                  = "daybook-dashboard-${each.key}"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  protocol              = "HTTPS"
  # Overwrites what a client sends under this name.
  custom_request_headers = ["X-Daybook-Role: ${each.key}"]
  backend { group = google_compute_region_network_endpoint_group.dashboard[0].id }
  iap { enabled = true }
  log_config { enable = true }
}

resource "google_iap_web_backend_service_iam_member" "dashboard" {
  for_each = local.dashboard_members

  project             = var.project_id
  web_backend_service = google_compute_backend_service.dashboard[each.value.role].name
  role                = "roles/iap.httpsResourceAccessor"
  member              = each.value.member
}

# The proxy asks the function in its own name.
resource "google_project_service_identity" "iap" {
  count    = local.dashboard_count
  provider = google-beta

  service    = "iap.googleapis.com"
  depends_on = [time_sleep.apis]
}

resource "google_cloud_run_v2_service_iam_member" "proxy" {
  count = local.dashboard_count

  location = var.region
  name     = google_cloudfunctions2_function.outside["dashboard"].name
  role     = "roles/run.invoker"
  member   = google_project_service_identity.iap[0].member
}

resource "google_compute_url_map" "dashboard" {
  count = local.dashboard_count

  name            = "daybook-dashboard"
  default_service = google_compute_backend_service.dashboard["viewer"].id

  dynamic "host_rule" {
    for_each = local.dashboard_roles
    content {
      hosts        = [host_rule.value.host]
      path_matcher = host_rule.key
    }
  }
  dynamic "path_matcher" {
    for_each = local.dashboard_roles
    content {
      name            = path_matcher.key
      default_service = google_compute_backend_service.dashboard[path_matcher.key].id
    }
  }
}

resource "google_compute_managed_ssl_certificate" "dashboard" {
  count = local.dashboard_count

  name = "daybook-dashboard"
  managed { domains = [for r in local.dashboard_roles : r.host] }
}

resource "google_compute_ssl_policy" "dashboard" {
  count = local.dashboard_count

  name            = "daybook-dashboard"
  profile         = "MODERN"
  min_tls_version = "TLS_1_2"
}

resource "google_compute_target_https_proxy" "dashboard" {
  count = local.dashboard_count

  name             = "daybook-dashboard"
  url_map          = google_compute_url_map.dashboard[0].id
  ssl_certificates = [google_compute_managed_ssl_certificate.dashboard[0].id]
  ssl_policy       = google_compute_ssl_policy.dashboard[0].id
}

resource "google_compute_global_address" "dashboard" {
  count = local.dashboard_count

  name = "daybook-dashboard"
}

resource "google_compute_global_forwarding_rule" "dashboard" {
  count = local.dashboard_count

  name                  = "daybook-dashboard"
  load_balancing_scheme = "EXTERNAL_MANAGED"
  ip_address            = google_compute_global_address.dashboard[0].id
  port_range            = "443"
  target                = google_compute_target_https_proxy.dashboard[0].id
}

output "dashboard_address" {
  description = "What the hosts view., analyze. and operate. of the dashboard's domain must point at; null without one."
  value       = one(google_compute_global_address.dashboard[*].address)
}
