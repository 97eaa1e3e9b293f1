-- Goods are also sold by weight and length: quantities have decimals. Raw tables are widened where they are defined
-- (shared/contracts/raw-tables.ts), because contracts may say so of any column.
alter table if exists clean.lines alter column if exists quantity set data type numeric;
alter table if exists metrics.daily_customer_metrics alter column if exists items set data type numeric;
alter table if exists metrics.daily_customer_metrics alter column if exists items_returned set data type numeric;
alter table if exists metrics.daily_sales alter column if exists items set data type numeric;
alter table if exists metrics.customers alter column if exists items set data type numeric;
