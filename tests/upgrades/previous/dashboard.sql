BEGIN TRANSACTION;
CREATE TABLE inbox (
	handler VARCHAR NOT NULL, 
	message_id CHAR(32) NOT NULL, 
	handled_at DATETIME NOT NULL, 
	PRIMARY KEY (handler, message_id)
);
INSERT INTO "inbox" VALUES('record_event','01a21552870d71c89a114d8089acd968','2026-11-26 00:47:39.916274');
INSERT INTO "inbox" VALUES('record_event','01a2155287777127a237a3c7fb3140cd','2026-11-26 00:47:40.076509');
INSERT INTO "inbox" VALUES('record_event','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.076509');
INSERT INTO "inbox" VALUES('record_event','01a2155287b3775c9ef8c1e3f2229513','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a2155287f7752bb21b88ffbf4318e8','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a2155287fc7735b68811cc10e08aad','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a2155287fc7735b68811ce7d990b7d','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a2155287fc7735b68811d0d13c040d','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a2155287fc7735b68811d2ab858187','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a2155287fc7735b68811d4b0358f39','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a2155287fc7735b68811d687151ae6','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a2155287fc7735b68811d8ef7c86ac','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a2155287fc7735b68811da376417e5','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a2155287fc7735b68811dc6db363e3','2026-11-26 00:47:40.312176');
INSERT INTO "inbox" VALUES('record_event','01a21552888475f7a6a0e3cd153e0f90','2026-11-26 00:47:40.437848');
INSERT INTO "inbox" VALUES('record_event','01a21552888475f7a6a0e3ceed90391f','2026-11-26 00:47:40.437848');
INSERT INTO "inbox" VALUES('record_event','01a21552888475f7a6a0e3cfb5c91298','2026-11-26 00:47:40.437848');
INSERT INTO "inbox" VALUES('record_event','01a21552888475f7a6a0e3d0326c8474','2026-11-26 00:47:40.437848');
INSERT INTO "inbox" VALUES('record_event','01a21552888475f7a6a0e3d108688c64','2026-11-26 00:47:40.437848');
INSERT INTO "inbox" VALUES('record_event','01a21552888475f7a6a0e3d23dd5d005','2026-11-26 00:47:40.437848');
INSERT INTO "inbox" VALUES('record_event','01a21552888475f7a6a0e3d3b085c83f','2026-11-26 00:47:40.437848');
INSERT INTO "inbox" VALUES('record_event','01a21552888475f7a6a0e3d46c76a8f5','2026-11-26 00:47:40.437848');
INSERT INTO "inbox" VALUES('record_event','01a21552888475f7a6a0e3d591bc22e5','2026-11-26 00:47:40.437848');
INSERT INTO "inbox" VALUES('record_event','01a215528a9271ddb34b52824dc75c41','2026-11-26 00:47:40.727783');
INSERT INTO "inbox" VALUES('record_event','01a215528a9271ddb34b52850657016c','2026-11-26 00:47:40.727783');
INSERT INTO "inbox" VALUES('record_event','01a215528a8b7698b0c830db7b5cdfb1','2026-11-26 00:47:41.324763');
CREATE TABLE jobs (
	name VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	ran_at DATETIME, 
	runs BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "jobs" VALUES('purge_inbox','2026-11-27 00:47:39.781380','2026-11-26 00:47:39.781380',1);
INSERT INTO "jobs" VALUES('forget_parked_data','2026-11-27 00:47:39.797897','2026-11-26 00:47:39.797897',1);
CREATE TABLE messaging_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT messaging_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "messaging_version" VALUES('20261122_outbox_inbox_parked');
CREATE TABLE organizations (
	organization_id CHAR(32) NOT NULL, 
	kind VARCHAR(30) NOT NULL, 
	name TEXT NOT NULL, 
	school_number VARCHAR(6), 
	tenant VARCHAR(8) NOT NULL, 
	version BIGINT NOT NULL, 
	PRIMARY KEY (organization_id)
);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d1f922261c','municipality','Stadt Bergkamen',NULL,'05978004',1);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d2e9ab6fdb','carrier','AWO Bildung und Lernen gGmbH Kreis Unna',NULL,'05978004',1);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d3835e40a9','carrier','Ev. Kirchenkreis Unna',NULL,'05978004',1);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d43d363c57','carrier','Kreis Unna',NULL,'05978004',1);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d542822faa','carrier','Land Nordrhein-Westfalen',NULL,'05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b657f151716','school_authority','Schulverwaltungsamt Bergkamen (Beispiel)',NULL,'05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b668a760e34','youth_welfare','Jugendamt Bergkamen (Beispiel)',NULL,'05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b67bfb84ed5','school','Grundschule am Lindenhain (Beispiel)','100001','05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b684a460ab5','school','Regenbogen-Grundschule (Beispiel)','100002','05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b69930bd99f','school','Hauptschule am Kanal (Beispiel)','100003','05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6a42e1a5df','school','Realschule Oberaden (Beispiel)','100004','05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6be0c3fed6','school','Sekundarschule am Stadtpark (Beispiel)','100005','05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6c6f3ccb7f','school','Willy-Brandt-Platz-Gesamtschule (Beispiel)','100006','05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6d71e5dad4','school','Gymnasium an der Bergehalde (Beispiel)','100007','05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6e2f11152e','school','Förderzentrum Nordberg (Beispiel)','100008','05978004',1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6f24c979a6','school','Berufskolleg am Hellweg (Beispiel)','100009','05978004',1);
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
CREATE TABLE seen (
	position INTEGER NOT NULL, 
	id CHAR(32) NOT NULL, 
	type TEXT NOT NULL, 
	source TEXT NOT NULL, 
	topic TEXT NOT NULL, 
	"key" TEXT NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	correlation_id CHAR(32) NOT NULL, 
	causation_id CHAR(32), 
	time DATETIME NOT NULL, 
	seen_at DATETIME NOT NULL, 
	data TEXT NOT NULL, 
	PRIMARY KEY (position), 
	UNIQUE (id)
);
INSERT INTO "seen" VALUES(1,'01a21552870d71c89a114d8089acd968','directory.worker-hired.v1','directory','directory.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3',NULL,'2026-11-26 00:47:39.774040','2026-11-26 00:47:39.916274','{"worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","carrier_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","start_date":"2026-11-26","placements":[{"placement_id":"01a21552-870c-7040-acdf-824a86048253","school_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","school_number":"100001","school_type":"primary","weekly_hours":"19.50"},{"placement_id":"01a21552-870c-7040-acdf-824b892b35b1","school_id":"01a21552-8540-7230-82e9-7b6be0c3fed6","school_number":"100005","school_type":"secondary","weekly_hours":"19.50"}],"funding":"land","fixed_term_until":null,"employment_id":"01a21552-870c-7040-acdf-824c214fbbfe"}');
INSERT INTO "seen" VALUES(2,'01a2155287be713db056583f4c4c5a2f','trainings.onboarding-started.v1','trainings','trainings.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a21552870d71c89a114d8089acd968','2026-11-26 00:47:39.961213','2026-11-26 00:47:40.076509','{"onboarding_id":"01a21552-87bd-739c-aac6-72e51a8c54ef","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","carrier_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","template_id":"0197f000-0000-7000-8000-000000000101","start_date":"2026-11-26","tasks":[{"task_id":"01a21552-87bd-739c-aac6-72e6cdea7117","code":"placement_notice","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2026-11-05","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72e75ea32edf","code":"qualification","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2026-11-12","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72e86ff1dcc5","code":"good_conduct","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2026-11-19","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72e98ff3b1e6","code":"measles","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2026-11-19","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72ea45e0f7df","code":"office","role":"head","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-11-19","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72eb27ff0e07","code":"office","role":"head","organization_id":"01a21552-8540-7230-82e9-7b6be0c3fed6","due_on":"2026-11-19","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72ec59ae670d","code":"furniture","role":"school_authority","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-11-19","mandatory":false},{"task_id":"01a21552-87bd-739c-aac6-72ed2a7ef446","code":"announce","role":"head","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-11-19","mandatory":false},{"task_id":"01a21552-87bd-739c-aac6-72ee813db4b1","code":"announce","role":"head","organization_id":"01a21552-8540-7230-82e9-7b6be0c3fed6","due_on":"2026-11-19","mandatory":false},{"task_id":"01a21552-87bd-739c-aac6-72ef6534f796","code":"buddy","role":"coordinator","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-11-19","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f09d4dbde0","code":"computer","role":"it","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-11-23","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f145e1bf9e","code":"phone","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2026-11-23","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f22d1bcdd6","code":"accounts","role":"it","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-11-23","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f346080a0c","code":"keys","role":"head","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-11-26","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f4d3f16662","code":"keys","role":"head","organization_id":"01a21552-8540-7230-82e9-7b6be0c3fed6","due_on":"2026-11-26","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f5beb99ef7","code":"greeting","role":"head","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-11-26","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f6de35ce95","code":"greeting","role":"head","organization_id":"01a21552-8540-7230-82e9-7b6be0c3fed6","due_on":"2026-11-26","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f720b19758","code":"directory_entry","role":"worker","organization_id":null,"due_on":"2026-11-27","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f8ece19b34","code":"secrecy","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2026-11-30","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f9128066e6","code":"privacy","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2026-11-30","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72fa5356730f","code":"dates","role":"coordinator","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-12-03","mandatory":false},{"task_id":"01a21552-87bd-739c-aac6-72fb96c7617b","code":"safety","role":"head","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-12-10","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72fcd1d53536","code":"safety","role":"head","organization_id":"01a21552-8540-7230-82e9-7b6be0c3fed6","due_on":"2026-12-10","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72fd16b3636f","code":"child_protection","role":"youth_office","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-12-10","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72feb36338e6","code":"role","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2026-12-10","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72ff90961bf8","code":"all_day","role":"worker","organization_id":null,"due_on":"2026-12-10","mandatory":false},{"task_id":"01a21552-87bd-739c-aac6-73008c5986e9","code":"hours","role":"worker","organization_id":null,"due_on":"2026-12-10","mandatory":false},{"task_id":"01a21552-87be-713d-b056-582d065d4252","code":"youth_office_visit","role":"youth_office","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-12-17","mandatory":true},{"task_id":"01a21552-87be-713d-b056-582e891700c2","code":"crisis","role":"head","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-12-17","mandatory":true},{"task_id":"01a21552-87be-713d-b056-582f3dd708cf","code":"crisis","role":"head","organization_id":"01a21552-8540-7230-82e9-7b6be0c3fed6","due_on":"2026-12-17","mandatory":true},{"task_id":"01a21552-87be-713d-b056-5830b530ae7d","code":"conference","role":"head","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-12-17","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583158a72370","code":"conference","role":"head","organization_id":"01a21552-8540-7230-82e9-7b6be0c3fed6","due_on":"2026-12-17","mandatory":false},{"task_id":"01a21552-87be-713d-b056-58322150bd0b","code":"consultation","role":"coordinator","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-12-17","mandatory":true},{"task_id":"01a21552-87be-713d-b056-5833614da51b","code":"agreement","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2026-12-28","mandatory":false},{"task_id":"01a21552-87be-713d-b056-5834ee075d4f","code":"but","role":"coordinator","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2026-12-28","mandatory":false},{"task_id":"01a21552-87be-713d-b056-5835613c8f7d","code":"shadowing","role":"buddy","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2027-01-11","mandatory":false},{"task_id":"01a21552-87be-713d-b056-5836a31ccc22","code":"network","role":"worker","organization_id":null,"due_on":"2027-01-25","mandatory":false},{"task_id":"01a21552-87be-713d-b056-58371c8216ff","code":"kita","role":"worker","organization_id":null,"due_on":"2027-01-25","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583851dc3a24","code":"kaoa","role":"worker","organization_id":null,"due_on":"2027-01-25","mandatory":false},{"task_id":"01a21552-87be-713d-b056-5839ff138c95","code":"supervision","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2027-01-25","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583a34934464","code":"site_analysis","role":"worker","organization_id":null,"due_on":"2027-02-24","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583b873fcfcd","code":"targets","role":"head","organization_id":"01a21552-8540-7230-82e9-7b67bfb84ed5","due_on":"2027-03-08","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583c11fe4b90","code":"targets","role":"head","organization_id":"01a21552-8540-7230-82e9-7b6be0c3fed6","due_on":"2027-03-08","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583d1c08977b","code":"entry_course","role":"worker","organization_id":null,"due_on":"2027-05-25","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583e4654794b","code":"close","role":"carrier","organization_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","due_on":"2027-04-26","mandatory":false}],"employment_id":"01a21552-870c-7040-acdf-824c214fbbfe","fixed_term_until":null,"known_on":"2026-11-26"}');
INSERT INTO "seen" VALUES(3,'01a2155287777127a237a3c7fb3140cd','notifications.letter-queued.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a21552870d71c89a114d8089acd968','2026-11-26 00:47:39.894939','2026-11-26 00:47:40.076509','{"letter_id":"01a21552-8777-7127-a237-a3c6cb4d0ca8","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"welcome","role":"worker","tasks":0}');
INSERT INTO "seen" VALUES(4,'01a2155287f7752bb21b88ffbf4318e8','surveys.pulse-planned.v1','surveys','surveys.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.018680','2026-11-26 00:47:40.312176','{"onboarding_id":"01a21552-87bd-739c-aac6-72e51a8c54ef","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","day_30_on":"2026-12-26","day_100_on":"2027-03-06"}');
INSERT INTO "seen" VALUES(5,'01a2155287b3775c9ef8c1e3f2229513','notifications.letter-sent.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287777127a237a3c7fb3140cd','2026-11-26 00:47:39.940278','2026-11-26 00:47:40.312176','{"letter_id":"01a21552-8777-7127-a237-a3c6cb4d0ca8","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"welcome","role":"worker","attempts":1}');
INSERT INTO "seen" VALUES(6,'01a2155287fc7735b68811cc10e08aad','notifications.letter-queued.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.312176','{"letter_id":"01a21552-87fc-7735-b688-11cbb12bf5f6","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"carrier","tasks":11}');
INSERT INTO "seen" VALUES(7,'01a2155287fc7735b68811ce7d990b7d','notifications.letter-queued.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.312176','{"letter_id":"01a21552-87fc-7735-b688-11cd15761bde","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"head","tasks":8}');
INSERT INTO "seen" VALUES(8,'01a2155287fc7735b68811d0d13c040d','notifications.letter-queued.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.312176','{"letter_id":"01a21552-87fc-7735-b688-11cf4beb1e2a","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"head","tasks":8}');
INSERT INTO "seen" VALUES(9,'01a2155287fc7735b68811d2ab858187','notifications.letter-queued.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.312176','{"letter_id":"01a21552-87fc-7735-b688-11d1b0adfcd7","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"school_authority","tasks":1}');
INSERT INTO "seen" VALUES(10,'01a2155287fc7735b68811d4b0358f39','notifications.letter-queued.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.312176','{"letter_id":"01a21552-87fc-7735-b688-11d39f1a9e81","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"coordinator","tasks":4}');
INSERT INTO "seen" VALUES(11,'01a2155287fc7735b68811d687151ae6','notifications.letter-queued.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.312176','{"letter_id":"01a21552-87fc-7735-b688-11d51e5292b7","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"it","tasks":2}');
INSERT INTO "seen" VALUES(12,'01a2155287fc7735b68811d8ef7c86ac','notifications.letter-queued.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.312176','{"letter_id":"01a21552-87fc-7735-b688-11d7038f31a3","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"worker","tasks":8}');
INSERT INTO "seen" VALUES(13,'01a2155287fc7735b68811da376417e5','notifications.letter-queued.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.312176','{"letter_id":"01a21552-87fc-7735-b688-11d96d76bc56","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"youth_office","tasks":2}');
INSERT INTO "seen" VALUES(14,'01a2155287fc7735b68811dc6db363e3','notifications.letter-queued.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.312176','{"letter_id":"01a21552-87fc-7735-b688-11dbb20321d3","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"buddy","tasks":1}');
INSERT INTO "seen" VALUES(15,'01a21552888475f7a6a0e3cd153e0f90','notifications.letter-sent.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811cc10e08aad','2026-11-26 00:47:40.143115','2026-11-26 00:47:40.437848','{"letter_id":"01a21552-87fc-7735-b688-11cbb12bf5f6","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"carrier","attempts":1}');
INSERT INTO "seen" VALUES(16,'01a21552888475f7a6a0e3ceed90391f','notifications.letter-sent.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811ce7d990b7d','2026-11-26 00:47:40.143115','2026-11-26 00:47:40.437848','{"letter_id":"01a21552-87fc-7735-b688-11cd15761bde","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"head","attempts":1}');
INSERT INTO "seen" VALUES(17,'01a21552888475f7a6a0e3cfb5c91298','notifications.letter-sent.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811d0d13c040d','2026-11-26 00:47:40.143115','2026-11-26 00:47:40.437848','{"letter_id":"01a21552-87fc-7735-b688-11cf4beb1e2a","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"head","attempts":1}');
INSERT INTO "seen" VALUES(18,'01a21552888475f7a6a0e3d0326c8474','notifications.letter-sent.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811d2ab858187','2026-11-26 00:47:40.143115','2026-11-26 00:47:40.437848','{"letter_id":"01a21552-87fc-7735-b688-11d1b0adfcd7","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"school_authority","attempts":1}');
INSERT INTO "seen" VALUES(19,'01a21552888475f7a6a0e3d108688c64','notifications.letter-sent.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811d4b0358f39','2026-11-26 00:47:40.143115','2026-11-26 00:47:40.437848','{"letter_id":"01a21552-87fc-7735-b688-11d39f1a9e81","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"coordinator","attempts":1}');
INSERT INTO "seen" VALUES(20,'01a21552888475f7a6a0e3d23dd5d005','notifications.letter-sent.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811d687151ae6','2026-11-26 00:47:40.143115','2026-11-26 00:47:40.437848','{"letter_id":"01a21552-87fc-7735-b688-11d51e5292b7","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"it","attempts":1}');
INSERT INTO "seen" VALUES(21,'01a21552888475f7a6a0e3d3b085c83f','notifications.letter-sent.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811d8ef7c86ac','2026-11-26 00:47:40.143115','2026-11-26 00:47:40.437848','{"letter_id":"01a21552-87fc-7735-b688-11d7038f31a3","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"worker","attempts":1}');
INSERT INTO "seen" VALUES(22,'01a21552888475f7a6a0e3d46c76a8f5','notifications.letter-sent.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811da376417e5','2026-11-26 00:47:40.143115','2026-11-26 00:47:40.437848','{"letter_id":"01a21552-87fc-7735-b688-11d96d76bc56","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"youth_office","attempts":1}');
INSERT INTO "seen" VALUES(23,'01a21552888475f7a6a0e3d591bc22e5','notifications.letter-sent.v1','notifications','notifications.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811dc6db363e3','2026-11-26 00:47:40.143115','2026-11-26 00:47:40.437848','{"letter_id":"01a21552-87fc-7735-b688-11dbb20321d3","worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","kind":"tasks","role":"buddy","attempts":1}');
INSERT INTO "seen" VALUES(24,'01a215528a9271ddb34b52824dc75c41','directory.worker-hired.v1','directory','directory.events','01a21552-8a92-71dd-b34b-527e8b10d54b','05978004','01a215528a9271ddb34b5283724bc973',NULL,'2026-12-01 09:30:12.345000','2026-11-26 00:47:40.727783','{"worker_id": "000000000000000000000000000000000000", "note": "Bergsträße <b>"}');
INSERT INTO "seen" VALUES(25,'01a215528a9271ddb34b52850657016c','directory.worker-departed.v1','directory','directory.events','01a21552-8a92-71dd-b34b-527e8b10d54b','05978004','01a215528a9271ddb34b5283724bc973',NULL,'2026-12-01 09:30:13.345000','2026-11-26 00:47:40.727783','{"worker_id":"01a21552-8a92-71dd-b34b-527e8b10d54b","carrier_id":"01a21552-8a92-71dd-b34b-52845fcb7829","last_day":"2026-06-30","reason":"resignation","employment_id":null}');
INSERT INTO "seen" VALUES(26,'01a215528a8b7698b0c830db7b5cdfb1','directory.worker-departed.v1','directory','directory.events','01a21552-870c-7040-acdf-824dc897ed9b','05978004','01a215528a8b7698b0c830d968f0eb10',NULL,'2026-11-26 00:47:40.680058','2026-11-26 00:47:41.324763','{"worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","carrier_id":"01a21552-853f-757f-b6b6-f5d2e9ab6fdb","last_day":"2027-11-26","reason":"other","employment_id":"01a21552-870c-7040-acdf-824c214fbbfe"}');
CREATE TABLE service_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT service_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "service_version" VALUES('20261122_what_was_seen');
CREATE TABLE templates (
	template_id CHAR(32) NOT NULL, 
	tasks JSON NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	version BIGINT NOT NULL, 
	PRIMARY KEY (template_id)
);
INSERT INTO "templates" VALUES('0197f000000070008000000000000101','[{"code":"placement_notice","title":"Einsatzmeldung: Schule(n), Stunden, Finanzierung, Befristung"},{"code":"qualification","title":"Qualifikation und staatliche Anerkennung geprüft (nur Vermerk)"},{"code":"good_conduct","title":"Erweitertes Führungszeugnis eingesehen (nur Datum)"},{"code":"measles","title":"Masernschutz nachgewiesen (nur Vermerk)"},{"code":"office","title":"Büro/Beratungsraum, abschließbar und vertraulich"},{"code":"furniture","title":"Möbel und abschließbarer Schrank"},{"code":"announce","title":"Ankündigung an Kollegium, Sekretariat, Hausmeister, OGS"},{"code":"buddy","title":"Patin/Pate benannt, Kontakt hergestellt"},{"code":"computer","title":"Dienst-PC mit Verschlüsselung, Drucker"},{"code":"phone","title":"Diensthandy mit Mailbox"},{"code":"accounts","title":"IT-Konten: E-Mail, Schulplattform"},{"code":"keys","title":"Schlüssel, Transponder, Alarmcode"},{"code":"greeting","title":"Persönliche Begrüßung und Rundgang"},{"code":"directory_entry","title":"Verzeichniseintrag, Sichtbarkeit wählt die Fachkraft"},{"code":"secrecy","title":"Unterweisung Schweigepflicht (§ 203 StGB)"},{"code":"privacy","title":"Verpflichtung auf Datenschutz"},{"code":"dates","title":"Nächster Arbeitskreis, Fachtag und Einstiegsqualifizierung gebucht"},{"code":"safety","title":"Arbeitsschutz, Brandschutz, Erste Hilfe"},{"code":"child_protection","title":"Kinderschutzverfahren (§ 8a SGB VIII)"},{"code":"role","title":"Rollen- und Auftragsklärung Schule-Träger"},{"code":"all_day","title":"OGS-Leitung kennengelernt, Regeltermin vereinbart"},{"code":"hours","title":"Sprechzeiten, Aushang, Schulhomepage"},{"code":"youth_office_visit","title":"Antrittsgespräch ASD/Jugendamt, zuständige Person benannt"},{"code":"crisis","title":"Krisenteam, Notfallordner, Meldewege"},{"code":"conference","title":"Vorstellung in Lehrer- und Schulkonferenz"},{"code":"consultation","title":"Erstgespräch Fachberatung"},{"code":"agreement","title":"Kooperationsvereinbarung erläutert"},{"code":"but","title":"BuT-Verfahren und zuständige Stelle"},{"code":"shadowing","title":"Hospitation bei erfahrener Fachkraft"},{"code":"network","title":"Netzwerkbesuche (Beratungsstellen, Schulpsychologie, ...)"},{"code":"kita","title":"Abgebende KiTas und Übergangsformat kennengelernt"},{"code":"kaoa","title":"Berufsorientierung (KAoA) und Agentur für Arbeit kennengelernt"},{"code":"supervision","title":"Supervision/kollegiale Beratung zugeordnet"},{"code":"site_analysis","title":"Standort- und Sozialraumanalyse"},{"code":"targets","title":"Zielvereinbarung/Standortkonzept besprochen"},{"code":"entry_course","title":"Einstiegsqualifizierung (3 Tage) besucht"},{"code":"close","title":"Abschluss der Einarbeitung"}]','00000000',1);
CREATE UNIQUE INDEX parked_arrival ON parked (topic, partition, "offset");
CREATE INDEX parked_open ON parked (topic, order_key, position);
CREATE INDEX seen_by_correlation ON seen (correlation_id);
CREATE INDEX seen_by_key ON seen ("key", type);
CREATE INDEX seen_by_time ON seen (time);
CREATE INDEX seen_by_type ON seen (type, position);
CREATE INDEX ix_templates_tenant ON templates (tenant);
COMMIT;
