-- @customer string, @on_days array<date>, @first_day date, @last_day date
-- The lines of the days on which a customer's tier changed, with the file and the row of each.

select business_date, invoice_no, stock_code, quantity, cast(net as string) as net, _object as file, _row as line
from clean.lines
where business_date between @first_day and @last_day and business_date in unnest(@on_days) and customer_id = @customer
order by business_date, invoice_no, _object, _row;
