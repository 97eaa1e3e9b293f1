-- @days array<date>, @first_day date, @last_day date, @file_dates array<date>
-- The lines of the invoices that are being redone. Runs after invoices.sql and reads its temporary tables.

create temp table priced_lines as
select
  redone.issued_on, line.invoice_id, line.item_id, line.quantity,
  ifnull(line.unit_price, sku.unit_price) as line_price, sku.unit_cost as line_cost,
  if(line.unit_price is null, 'catalogue', 'given') as source_of_price, sku.category,
  line._source_date, line._object, line._generation, line._row
from raw.invoice_line_items as line
join redone on redone.invoice_id = line.invoice_id
left join clean.skus as sku on sku.item_id = line.item_id
where line._source_date in unnest(@file_dates) and not line._quarantined
  and not exists (select 1 from kept_out where kept_object = line._object and kept_row = line._row);

delete from clean.invoice_lines
where issued_on between @first_day and @last_day and issued_on in unnest(@days);

insert into clean.invoice_lines (
  issued_on, invoice_id, item_id, quantity, unit_price, unit_cost, price_source, category,
  _source_date, _object, _generation, _row
)
select
  issued_on, invoice_id, item_id, quantity, line_price, line_cost, source_of_price, category,
  _source_date, _object, _generation, _row
from priced_lines
where line_price is not null;
