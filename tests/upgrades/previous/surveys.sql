BEGIN TRANSACTION;
CREATE TABLE answers (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	survey_id CHAR(32) NOT NULL, 
	ratings JSON NOT NULL, 
	remark TEXT, 
	published BOOLEAN NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(survey_id) REFERENCES surveys (id)
)
 WITHOUT ROWID

;
CREATE TABLE ends (
	employment_id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	last_day DATE NOT NULL, 
	correlation_id CHAR(32) NOT NULL, 
	causation_id CHAR(32), 
	PRIMARY KEY (employment_id)
);
INSERT INTO "ends" VALUES('01a215528a9271ddb34b527e8b10d54b','05978004','2026-06-30','01a215528a9271ddb34b5283724bc973','01a215528a9271ddb34b52850657016c');
INSERT INTO "ends" VALUES('01a21552870c7040acdf824c214fbbfe','05978004','2027-11-26','01a215528a8b7698b0c830d968f0eb10','01a215528a8b7698b0c830db7b5cdfb1');
CREATE TABLE inbox (
	handler VARCHAR NOT NULL, 
	message_id CHAR(32) NOT NULL, 
	handled_at DATETIME NOT NULL, 
	PRIMARY KEY (handler, message_id)
);
INSERT INTO "inbox" VALUES('plan_pulses_of_onboarding','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.018680');
INSERT INTO "inbox" VALUES('cancel_pulses_of_worker','01a215528a9271ddb34b52850657016c','2026-11-26 00:47:40.718597');
INSERT INTO "inbox" VALUES('cancel_pulses_of_worker','01a215528a8b7698b0c830db7b5cdfb1','2026-11-26 00:47:41.236407');
CREATE TABLE invitations (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	survey_id CHAR(32) NOT NULL, 
	closes_on DATE NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(id) REFERENCES pulses (id), 
	FOREIGN KEY(survey_id) REFERENCES surveys (id)
);
CREATE TABLE jobs (
	name VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	ran_at DATETIME, 
	runs BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "jobs" VALUES('open_due_pulses','2026-11-26 00:48:38.542165','2026-11-26 00:47:38.542165',1);
INSERT INTO "jobs" VALUES('cancel_ended_pulses','2026-11-26 00:48:38.678829','2026-11-26 00:47:38.678829',1);
INSERT INTO "jobs" VALUES('close_invitations','2026-11-26 00:48:38.697876','2026-11-26 00:47:38.697876',1);
INSERT INTO "jobs" VALUES('purge_inbox','2026-11-27 00:47:38.713975','2026-11-26 00:47:38.713975',1);
INSERT INTO "jobs" VALUES('forget_parked_data','2026-11-27 00:47:38.724978','2026-11-26 00:47:38.724978',1);
CREATE TABLE messaging_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT messaging_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "messaging_version" VALUES('20261122_outbox_inbox_parked');
CREATE TABLE outbox (
	position INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	topic VARCHAR NOT NULL, 
	"key" VARCHAR NOT NULL, 
	type VARCHAR NOT NULL, 
	time DATETIME NOT NULL, 
	tenant VARCHAR NOT NULL, 
	correlation_id CHAR(32) NOT NULL, 
	causation_id CHAR(32), 
	data BLOB, 
	PRIMARY KEY (position)
);
CREATE TABLE parked (
	position INTEGER NOT NULL, 
	topic VARCHAR NOT NULL, 
	partition INTEGER NOT NULL, 
	"offset" BIGINT NOT NULL, 
	order_key VARCHAR NOT NULL, 
	message_id CHAR(32), 
	type VARCHAR, 
	tenant VARCHAR, 
	correlation_id CHAR(32), 
	"key" BLOB, 
	value BLOB, 
	headers TEXT NOT NULL, 
	handlers TEXT NOT NULL, 
	state VARCHAR NOT NULL, 
	cause VARCHAR NOT NULL, 
	stack TEXT NOT NULL, 
	attempts INTEGER NOT NULL, 
	parked_at DATETIME NOT NULL, 
	copy_of CHAR(32), 
	PRIMARY KEY (position)
);
CREATE TABLE parked_history (
	position INTEGER NOT NULL, 
	parked_position BIGINT NOT NULL, 
	message_id CHAR(32), 
	action VARCHAR NOT NULL, 
	reason VARCHAR NOT NULL, 
	actor VARCHAR NOT NULL, 
	value BLOB, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (position)
);
CREATE TABLE "pulses" (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	onboarding_id CHAR(32) NOT NULL, 
	worker_id CHAR(32) NOT NULL, 
	occasion VARCHAR(20) NOT NULL, 
	due_on DATE NOT NULL, 
	state VARCHAR(10) NOT NULL, 
	correlation_id CHAR(32) NOT NULL, 
	causation_id CHAR(32), 
	employment_id CHAR(32) NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT pulses_once_per_onboarding UNIQUE (onboarding_id, occasion)
);
INSERT INTO "pulses" VALUES('01a2155287f7752bb21b890037408538','05978004','01a2155287bd739caac672e51a8c54ef','01a21552870c7040acdf824dc897ed9b','day_30','2026-12-26','planned','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','01a21552870c7040acdf824c214fbbfe');
INSERT INTO "pulses" VALUES('01a2155287f7752bb21b890102fd9c34','05978004','01a2155287bd739caac672e51a8c54ef','01a21552870c7040acdf824dc897ed9b','day_100','2027-03-06','planned','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','01a21552870c7040acdf824c214fbbfe');
CREATE TABLE service_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT service_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "service_version" VALUES('20261125_employments');
CREATE TABLE surveys (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	occasion VARCHAR(20) NOT NULL, 
	school_year SMALLINT NOT NULL, 
	PRIMARY KEY (id), 
	CONSTRAINT surveys_one_per_year UNIQUE (tenant, occasion, school_year)
);
CREATE UNIQUE INDEX parked_arrival ON parked (topic, partition, "offset");
CREATE INDEX parked_open ON parked (topic, order_key, position);
CREATE INDEX answers_of_survey ON answers (survey_id, published);
CREATE INDEX invitations_of_survey ON invitations (survey_id);
CREATE INDEX invitations_to_close ON invitations (state, closes_on);
CREATE INDEX pulses_due ON pulses (state, due_on);
CREATE INDEX pulses_of_employment ON pulses (employment_id);
COMMIT;
