-- @predicted_from date, @tasks array<string>
-- What was said for this day goes before what is said now comes: once, for to find one slice's rows all are read.

delete from predictions.spend
where as_of = @predicted_from and task in unnest(@tasks);
