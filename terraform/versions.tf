terraform {
  required_version = ">= 1.9"

  required_providers {
    google      = { source = "hashicorp/google", version = ">= 6.50.0, < 8.0.0" }
    google-beta = { source = "hashicorp/google-beta", version = ">= 6.50.0, < 8.0.0" }
    time        = { source = "hashicorp/time", version = "~> 0.13" }
  }

  # The bucket is given at `terraform init -backend-config="bucket=…"`: it must exist before anything else can.
  backend "gcs" {
    prefix = "daybook"
  }
}

provider "google" {
  project        = var.project_id
  region         = var.region
  default_labels = local.labels

  # Without this, requests are counted against the project that the caller's credentials come from.
  user_project_override = true
  billing_project       = var.project_id
}

provider "google-beta" {
  project = var.project_id
  region  = var.region
}
