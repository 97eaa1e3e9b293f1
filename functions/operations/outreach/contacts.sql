-- @accounts array<string>
-- Whom to ask for at these accounts. Personal data: read only when asked for.

select account_id, contact_person, contact_phone, contact_email
from raw.accounts
where _source_date >= date '0001-01-01' and not _quarantined and account_id in unnest(@accounts)
qualify row_number() over (partition by account_id order by _row) = 1
