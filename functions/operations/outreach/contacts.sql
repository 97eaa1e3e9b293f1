-- @accounts array<string>
-- Whom to ask for at these accounts: the first of their contacts, or the one of the register.
-- Personal data: read only when asked for.

with contact as (
  select account_id, contact_person, contact_phone, contact_email
  from raw.contacts
  where _source_date >= date '0001-01-01' and not _quarantined and account_id in unnest(@accounts)
  qualify row_number() over (partition by account_id order by _row) = 1
),
register as (
  select account_id, contact_person, contact_phone, contact_email
  from raw.accounts
  where _source_date >= date '0001-01-01' and not _quarantined and account_id in unnest(@accounts)
  qualify row_number() over (partition by account_id order by _row) = 1
)
select
  ifnull(contact.account_id, register.account_id) as account_id,
  -- The phone and the mail are that person's: those of another one are not mixed in.
  ifnull(contact.contact_person, register.contact_person) as contact_person,
  if(contact.contact_person is not null, contact.contact_phone, ifnull(contact.contact_phone, register.contact_phone)) as contact_phone,
  if(contact.contact_person is not null, contact.contact_email, ifnull(contact.contact_email, register.contact_email)) as contact_email
from contact
full join register on register.account_id = contact.account_id
