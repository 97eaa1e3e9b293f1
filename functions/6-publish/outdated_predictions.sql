-- @predicted_from date, @tasks array<string>
-- Removes the earlier predictions from this day on, before the new slices are added. One statement for all slices: the
-- rows of a single slice cannot be found without reading all of them.

delete from predictions.spend
where as_of = @predicted_from and task in unnest(@tasks);
