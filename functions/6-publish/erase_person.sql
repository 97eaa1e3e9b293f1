-- @subject string
-- What was ever predicted for one person. Their customer id clusters the partitions, so little of each is read.

delete from predictions.spend
where customer_id = @subject;
