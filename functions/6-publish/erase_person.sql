-- @subject string
-- All predictions for one person. Partitions are clustered by customer id, so little of each is read.

delete from predictions.spend
where customer_id = @subject;
