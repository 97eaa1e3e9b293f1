-- @customer string, @window_days int64, @days_from date
-- What a customer has reached in the window up to the newest day.

select
  newest.as_of,
  cast(ifnull(sum(net), numeric '0') as string) as net,
  countif(orders > 0) as purchase_days,
  max(if(orders > 0, business_date, null)) as last_bought
from (select max(business_date) as as_of from metrics.daily_sales where dimension = 'company') as newest
left join metrics.daily_customer_metrics
  on business_date >= @days_from and customer_id = @customer
  and business_date > date_sub(newest.as_of, interval @window_days day) and business_date <= newest.as_of
group by newest.as_of;
