-- A finding without fund payments behind it has no parts and counts as itself; one admission number may stand at two institutions.
ALTER TABLE finding_visit ALTER COLUMN amt_fund DROP NOT NULL;
ALTER TABLE finding_visit DROP CONSTRAINT finding_visit_pkey, ADD PRIMARY KEY (finding_id, mdtrt_id, fixmedins_code);
