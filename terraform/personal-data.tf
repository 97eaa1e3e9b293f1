# Two fences around personal data, both off by default: columns that only named readers see (`personal_data`), and rows
# that only named people see (`row_access`). Functions see everything; so must an operator who erases a person.
# Raw tables have neither. Load jobs overwrite their partitions, and Google does not say what becomes of a tag then.
locals {
  readers_of_tables = { for name, f in local.functions : name => f if length(f.datasets) > 0 }
  tagged            = var.personal_data == null ? [] : [for name, table in local.tables : name if !startswith(name, "raw.")]
  personal_tags     = [for tag in google_data_catalog_policy_tag.personal : tag.id]

  # BigQuery knows no column with an empty tag: the others go as they are.
  schemas = {
    for name, table in local.tables : name => [
      for column in table.columns : merge(column, {
        for key, value in { policyTags = { names = local.personal_tags } } : key => value
        if contains(local.tagged, name) && contains(table.personal, column.name)
      })
    ]
  }

  row_policies = merge(
    { for name, rule in var.row_access : name => rule },
    # As soon as a table has one policy, whoever is in none of them sees no rows.
    {
      for table in toset([for rule in var.row_access : rule.table]) : "functions_${replace(table, ".", "_")}" => {
        table   = table
        filter  = "true"
        members = toset([for name, _ in local.readers_of_tables : google_service_account.function[name].member])
      }
    },
  )
}

resource "google_data_catalog_taxonomy" "personal" {
  provider = google-beta
  for_each = var.personal_data == null ? toset([]) : toset(["personal"])

  display_name           = "Daybook: personal data"
  region                 = var.region
  activated_policy_types = ["FINE_GRAINED_ACCESS_CONTROL"]
  depends_on             = [time_sleep.apis]
}

resource "google_data_catalog_policy_tag" "personal" {
  provider = google-beta
  for_each = google_data_catalog_taxonomy.personal

  taxonomy     = each.value.id
  display_name = "personal"
  description  = "Columns that name a person, or hold what a sender wrote about one."
}

locals {
  personal_readers = var.personal_data == null ? {} : merge(
    { for member in var.personal_data.readers : member => member },
    { for name, _ in local.readers_of_tables : name => google_service_account.function[name].member },
  )
}

resource "google_data_catalog_policy_tag_iam_member" "reader" {
  provider = google-beta
  for_each = local.personal_readers

  policy_tag = google_data_catalog_policy_tag.personal["personal"].name
  role       = "roles/datacatalog.categoryFineGrainedReader"
  member     = each.value
}

resource "google_bigquery_row_access_policy" "row" {
  for_each = local.row_policies

  dataset_id       = google_bigquery_table.table[each.value.table].dataset_id
  table_id         = google_bigquery_table.table[each.value.table].table_id
  policy_id        = each.key
  filter_predicate = each.value.filter
  grantees         = sort(each.value.members)
}
