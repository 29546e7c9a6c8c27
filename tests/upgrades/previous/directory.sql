BEGIN TRANSACTION;
CREATE TABLE answers (
	carrier_id CHAR(32) NOT NULL, 
	"key" VARCHAR NOT NULL, 
	fingerprint VARCHAR NOT NULL, 
	body TEXT NOT NULL, 
	at DATETIME NOT NULL, 
	PRIMARY KEY (carrier_id, "key")
);
INSERT INTO "answers" VALUES('01a21552853f757fb6b6f5d2e9ab6fdb','hire-P-4711','b509fb1de48b5515ceba43ddd00d46176ccc72219c1e418db0fb57ca1ddcfa2b','{"worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","employment_id":"01a21552-870c-7040-acdf-824c214fbbfe","outcome":"hired","placement_ids":["01a21552-870c-7040-acdf-824a86048253","01a21552-870c-7040-acdf-824b892b35b1"],"correlation_id":"01a21552-870c-7040-acdf-824ee1cc58f3","warnings":[]}','2026-11-26 00:47:39.774040');
INSERT INTO "answers" VALUES('01a21552853f757fb6b6f5d2e9ab6fdb','departure','62756f8626ae52c133bdf5e2285d4afaaa7dbaf625a47f3b141fe676e972518a','{"worker_id":"01a21552-870c-7040-acdf-824dc897ed9b","employment_id":"01a21552-870c-7040-acdf-824c214fbbfe","outcome":"departed","placement_ids":[],"correlation_id":"01a21552-8a8b-7698-b0c8-30d968f0eb10","warnings":[],"last_day":"2027-11-26","timeline":[{"valid_from":"2026-11-26","valid_until":"2027-11-26","placements":[{"id":"01a21552-870c-7040-acdf-824a86048253","school_number":"100001","school_name":"Grundschule am Lindenhain (Beispiel)","weekly_hours":"19.5"},{"id":"01a21552-870c-7040-acdf-824b892b35b1","school_number":"100005","school_name":"Sekundarschule am Stadtpark (Beispiel)","weekly_hours":"19.5"}]}]}','2026-11-26 00:47:40.680058');
CREATE TABLE clients (
	client_id VARCHAR NOT NULL, 
	tenant VARCHAR NOT NULL, 
	carrier_id CHAR(32) NOT NULL, 
	secret_sha256 BLOB NOT NULL, 
	created_at DATETIME NOT NULL, 
	revoked_at DATETIME, 
	PRIMARY KEY (client_id), 
	FOREIGN KEY(carrier_id) REFERENCES organizations (id)
);
INSERT INTO "clients" VALUES('sample-carrier','05978004','01a21552853f757fb6b6f5d2e9ab6fdb',X'55A1C3A4F4CDB04EE2905A5E1C7F754080C66598926C8A702FF47DFF9F25777C','2026-11-26 00:47:39.273758',NULL);
CREATE TABLE contacts (
	organization_id CHAR(32) NOT NULL, 
	role VARCHAR NOT NULL, 
	person_id CHAR(32) NOT NULL, 
	PRIMARY KEY (organization_id, role), 
	FOREIGN KEY(organization_id) REFERENCES organizations (id), 
	FOREIGN KEY(person_id) REFERENCES people (id)
);
INSERT INTO "contacts" VALUES('01a21552853f757fb6b6f5d1f922261c','school_authority','036bfb83bd894eae9f88eb3633340d42');
INSERT INTO "contacts" VALUES('01a21552853f757fb6b6f5d1f922261c','it','f12cb41c6aab4d63839c89a7be91579a');
INSERT INTO "contacts" VALUES('01a21552853f757fb6b6f5d1f922261c','coordinator','cec1681ede5e46eb885cd6e57c246d7e');
INSERT INTO "contacts" VALUES('01a21552853f757fb6b6f5d1f922261c','youth_office','391eefd3de9146658a7b1f7ae9d42815');
INSERT INTO "contacts" VALUES('01a21552853f757fb6b6f5d2e9ab6fdb','carrier','daa9eb1f5b904353ac11c65ee82a9b9e');
INSERT INTO "contacts" VALUES('01a21552853f757fb6b6f5d3835e40a9','carrier','41ead771413e4a2aab9d6987c350d581');
INSERT INTO "contacts" VALUES('01a21552853f757fb6b6f5d43d363c57','carrier','4ec6109131e342789050b4377fe9b418');
INSERT INTO "contacts" VALUES('01a21552853f757fb6b6f5d542822faa','carrier','83dcb89a903948e0b6f5ed232f0317e2');
INSERT INTO "contacts" VALUES('01a215528540723082e97b657f151716','school_authority','765ab01fc59047ff8a7e7f21578e224c');
INSERT INTO "contacts" VALUES('01a215528540723082e97b668a760e34','youth_office','82d98873fcfe4a3abf8a4725a48708dd');
INSERT INTO "contacts" VALUES('01a215528540723082e97b67bfb84ed5','head','f278652e74b444e1b7d5806283d0d743');
INSERT INTO "contacts" VALUES('01a215528540723082e97b684a460ab5','head','4193f670c3f64d3a81df89bb971b17ad');
INSERT INTO "contacts" VALUES('01a215528540723082e97b69930bd99f','head','b83f0689c5a842d097b01fd22c68351c');
INSERT INTO "contacts" VALUES('01a215528540723082e97b6a42e1a5df','head','df7b4850b8da4cfc85084d758f6b9cee');
INSERT INTO "contacts" VALUES('01a215528540723082e97b6be0c3fed6','head','20888ad931204b83b58ce2bd48b9b601');
INSERT INTO "contacts" VALUES('01a215528540723082e97b6c6f3ccb7f','head','460f1ff5f9f84b66bd9a79882dc2c7b3');
INSERT INTO "contacts" VALUES('01a215528540723082e97b6d71e5dad4','head','71634ba7fa954e7b883b8486dd46bfc4');
INSERT INTO "contacts" VALUES('01a215528540723082e97b6e2f11152e','head','65e053c5aa0b4117b8bff05bf2b8efeb');
INSERT INTO "contacts" VALUES('01a215528540723082e97b6f24c979a6','head','4a121e5605f24bcca60823809949562f');
CREATE TABLE departures (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR NOT NULL, 
	employment_id CHAR(32) NOT NULL, 
	last_day DATE NOT NULL, 
	reason VARCHAR NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	PRIMARY KEY (id), 
	FOREIGN KEY(employment_id) REFERENCES employments (id)
);
INSERT INTO "departures" VALUES('01a215528a8b7698b0c830da9657854f','05978004','01a21552870c7040acdf824c214fbbfe','2027-11-26','other','2026-11-26 00:47:40.680058');
CREATE TABLE employments (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR NOT NULL, 
	worker_id CHAR(32) NOT NULL, 
	carrier_id CHAR(32) NOT NULL, 
	external_id VARCHAR NOT NULL, 
	ordinal INTEGER NOT NULL, 
	digest VARCHAR NOT NULL, 
	correlation_id CHAR(32) NOT NULL, 
	start_date DATE NOT NULL, 
	fixed_term_until DATE, 
	funding VARCHAR NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	last_day DATE, 
	cancelled_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(worker_id) REFERENCES people (id), 
	UNIQUE (carrier_id, external_id, ordinal)
);
INSERT INTO "employments" VALUES('01a21552870c7040acdf824c214fbbfe','05978004','01a21552870c7040acdf824dc897ed9b','01a21552853f757fb6b6f5d2e9ab6fdb','P-4711',1,'b509fb1de48b5515ceba43ddd00d46176ccc72219c1e418db0fb57ca1ddcfa2b','01a21552870c7040acdf824ee1cc58f3','2026-11-26',NULL,'land','2026-11-26 00:47:39.774040','2027-11-26',NULL);
CREATE TABLE inbox (
	handler VARCHAR NOT NULL, 
	message_id CHAR(32) NOT NULL, 
	handled_at DATETIME NOT NULL, 
	PRIMARY KEY (handler, message_id)
);
CREATE TABLE jobs (
	name VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	ran_at DATETIME, 
	runs BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "jobs" VALUES('forget_answers','2026-11-27 00:47:37.883395','2026-11-26 00:47:37.883395',1);
INSERT INTO "jobs" VALUES('forget_quotas','2026-11-27 00:47:37.918700','2026-11-26 00:47:37.918700',1);
INSERT INTO "jobs" VALUES('purge_inbox','2026-11-27 00:47:37.922991','2026-11-26 00:47:37.922991',1);
INSERT INTO "jobs" VALUES('forget_parked_data','2026-11-27 00:47:37.971519','2026-11-26 00:47:37.971519',1);
CREATE TABLE messaging_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT messaging_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "messaging_version" VALUES('20261122_outbox_inbox_parked');
CREATE TABLE organizations (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR NOT NULL, 
	kind VARCHAR NOT NULL, 
	name VARCHAR NOT NULL, 
	school_number VARCHAR, 
	school_type VARCHAR, 
	all_day_school BOOLEAN NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (id), 
	UNIQUE (school_number)
);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d1f922261c','05978004','municipality','Stadt Bergkamen',NULL,NULL,0,1);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d2e9ab6fdb','05978004','carrier','AWO Bildung und Lernen gGmbH Kreis Unna',NULL,NULL,0,1);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d3835e40a9','05978004','carrier','Ev. Kirchenkreis Unna',NULL,NULL,0,1);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d43d363c57','05978004','carrier','Kreis Unna',NULL,NULL,0,1);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d542822faa','05978004','carrier','Land Nordrhein-Westfalen',NULL,NULL,0,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b657f151716','05978004','school_authority','Schulverwaltungsamt Bergkamen (Beispiel)',NULL,NULL,0,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b668a760e34','05978004','youth_welfare','Jugendamt Bergkamen (Beispiel)',NULL,NULL,0,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b67bfb84ed5','05978004','school','Grundschule am Lindenhain (Beispiel)','100001','primary',1,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b684a460ab5','05978004','school','Regenbogen-Grundschule (Beispiel)','100002','primary',1,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b69930bd99f','05978004','school','Hauptschule am Kanal (Beispiel)','100003','main',0,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6a42e1a5df','05978004','school','Realschule Oberaden (Beispiel)','100004','middle',0,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6be0c3fed6','05978004','school','Sekundarschule am Stadtpark (Beispiel)','100005','secondary',0,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6c6f3ccb7f','05978004','school','Willy-Brandt-Platz-Gesamtschule (Beispiel)','100006','comprehensive',0,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6d71e5dad4','05978004','school','Gymnasium an der Bergehalde (Beispiel)','100007','grammar',0,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6e2f11152e','05978004','school','Förderzentrum Nordberg (Beispiel)','100008','special_needs',1,1);
INSERT INTO "organizations" VALUES('01a215528540723082e97b6f24c979a6','05978004','school','Berufskolleg am Hellweg (Beispiel)','100009','vocational',0,1);
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
CREATE TABLE people (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR NOT NULL, 
	given_name VARCHAR NOT NULL, 
	family_name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "people" VALUES('036bfb83bd894eae9f88eb3633340d42','05978004','Dirk','Osthoff','dirk.osthoff@example.org',1);
INSERT INTO "people" VALUES('f12cb41c6aab4d63839c89a7be91579a','05978004','Jonas','Wiechert','it.schulen@example.org',1);
INSERT INTO "people" VALUES('cec1681ede5e46eb885cd6e57c246d7e','05978004','Marlene','Brüggemann','marlene.brueggemann@example.org',1);
INSERT INTO "people" VALUES('391eefd3de9146658a7b1f7ae9d42815','05978004','Sabine','Terhorst','sabine.terhorst@example.org',1);
INSERT INTO "people" VALUES('daa9eb1f5b904353ac11c65ee82a9b9e','05978004','Petra','Niehues','petra.niehues@example.org',1);
INSERT INTO "people" VALUES('41ead771413e4a2aab9d6987c350d581','05978004','Matthias','Grewe','matthias.grewe@example.org',1);
INSERT INTO "people" VALUES('4ec6109131e342789050b4377fe9b418','05978004','Anja','Lohmeier','anja.lohmeier@example.org',1);
INSERT INTO "people" VALUES('83dcb89a903948e0b6f5ed232f0317e2','05978004','Ulrich','Sander','ulrich.sander@example.org',1);
INSERT INTO "people" VALUES('765ab01fc59047ff8a7e7f21578e224c','05978004','Dirk','Osthoff','dirk.osthoff@example.org',1);
INSERT INTO "people" VALUES('82d98873fcfe4a3abf8a4725a48708dd','05978004','Sabine','Terhorst','sabine.terhorst@example.org',1);
INSERT INTO "people" VALUES('f278652e74b444e1b7d5806283d0d743','05978004','Claudia','Reinders','claudia.reinders@example.org',1);
INSERT INTO "people" VALUES('4193f670c3f64d3a81df89bb971b17ad','05978004','Thomas','Averbeck','thomas.averbeck@example.org',1);
INSERT INTO "people" VALUES('b83f0689c5a842d097b01fd22c68351c','05978004','Birgit','Schulte-Mönning','birgit.schulte-moenning@example.org',1);
INSERT INTO "people" VALUES('df7b4850b8da4cfc85084d758f6b9cee','05978004','Henning','Ostermann','henning.ostermann@example.org',1);
INSERT INTO "people" VALUES('20888ad931204b83b58ce2bd48b9b601','05978004','Ayşe','Yıldırım','ayse.yildirim@example.org',1);
INSERT INTO "people" VALUES('460f1ff5f9f84b66bd9a79882dc2c7b3','05978004','Martin','D''Angelo','martin.dangelo@example.org',1);
INSERT INTO "people" VALUES('71634ba7fa954e7b883b8486dd46bfc4','05978004','Katrin','Hülsmann','katrin.huelsmann@example.org',1);
INSERT INTO "people" VALUES('65e053c5aa0b4117b8bff05bf2b8efeb','05978004','Ralf','Petersmann','ralf.petersmann@example.org',1);
INSERT INTO "people" VALUES('4a121e5605f24bcca60823809949562f','05978004','Monika','Stratmann','monika.stratmann@example.org',1);
INSERT INTO "people" VALUES('01a21552870c7040acdf824dc897ed9b','05978004','Mara','Özgür-O''Neill','mara@example.org',1);
CREATE TABLE placements (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR NOT NULL, 
	employment_id CHAR(32) NOT NULL, 
	school_id CHAR(32) NOT NULL, 
	weekly_hours INTEGER NOT NULL, 
	valid_from DATE NOT NULL, 
	recorded_at DATETIME NOT NULL, 
	superseded_at DATETIME, 
	PRIMARY KEY (id), 
	FOREIGN KEY(employment_id) REFERENCES employments (id), 
	FOREIGN KEY(school_id) REFERENCES organizations (id)
);
INSERT INTO "placements" VALUES('01a21552870c7040acdf824a86048253','05978004','01a21552870c7040acdf824c214fbbfe','01a215528540723082e97b67bfb84ed5',1950,'2026-11-26','2026-11-26 00:47:39.774040',NULL);
INSERT INTO "placements" VALUES('01a21552870c7040acdf824b892b35b1','05978004','01a21552870c7040acdf824c214fbbfe','01a215528540723082e97b6be0c3fed6',1950,'2026-11-26','2026-11-26 00:47:39.774040',NULL);
CREATE TABLE quotas (
	day DATE NOT NULL, 
	subject VARCHAR(80) NOT NULL, 
	used INTEGER NOT NULL, 
	most INTEGER NOT NULL, 
	PRIMARY KEY (day, subject), 
	CONSTRAINT quotas_within CHECK (used <= most)
);
INSERT INTO "quotas" VALUES('2026-11-26','address 75c12858bc457238c69f0753927761e19f6b4cef2cb395f6c7dc2f265f7c8b13',1,1000000);
INSERT INTO "quotas" VALUES('2026-11-26','client sample-carrier',1,1000000);
CREATE TABLE service_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT service_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "service_version" VALUES('20261125_quotas_of_a_day');
CREATE UNIQUE INDEX parked_arrival ON parked (topic, partition, "offset");
CREATE INDEX parked_open ON parked (topic, order_key, position);
CREATE INDEX ix_answers_at ON answers (at);
CREATE INDEX ix_organizations_tenant ON organizations (tenant);
CREATE INDEX ix_people_tenant ON people (tenant);
CREATE INDEX ix_contacts_person_id ON contacts (person_id);
CREATE INDEX ix_employments_worker_id ON employments (worker_id);
CREATE INDEX ix_departures_employment_id ON departures (employment_id);
CREATE INDEX ix_placements_school_id ON placements (school_id);
CREATE UNIQUE INDEX placements_in_force ON placements (employment_id, valid_from, school_id) WHERE superseded_at IS NULL;
CREATE UNIQUE INDEX organizations_by_name ON organizations (tenant, kind, name) WHERE school_number IS NULL;
COMMIT;
