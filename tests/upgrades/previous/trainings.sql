BEGIN TRANSACTION;
CREATE TABLE inbox (
	handler VARCHAR NOT NULL, 
	message_id CHAR(32) NOT NULL, 
	handled_at DATETIME NOT NULL, 
	PRIMARY KEY (handler, message_id)
);
INSERT INTO "inbox" VALUES('start_onboarding','01a21552870d71c89a114d8089acd968','2026-11-26 00:47:39.961213');
INSERT INTO "inbox" VALUES('close_onboarding','01a215528a9271ddb34b52850657016c','2026-11-26 00:47:40.720856+00:00');
INSERT INTO "inbox" VALUES('start_onboarding','01a215528a9271ddb34b52824dc75c41','2026-11-26 00:47:40.720856+00:00');
INSERT INTO "inbox" VALUES('close_onboarding','01a215528a8b7698b0c830db7b5cdfb1','2026-11-26 00:47:41.254004+00:00');
CREATE TABLE jobs (
	name VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	ran_at DATETIME, 
	runs BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "jobs" VALUES('close_ended_onboardings','2026-11-26 00:48:38.350279','2026-11-26 00:47:38.350279',1);
INSERT INTO "jobs" VALUES('purge_inbox','2026-11-27 00:47:38.363349','2026-11-26 00:47:38.363349',1);
INSERT INTO "jobs" VALUES('forget_parked_data','2026-11-27 00:47:38.371591','2026-11-26 00:47:38.371591',1);
CREATE TABLE messaging_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT messaging_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "messaging_version" VALUES('20261122_outbox_inbox_parked');
CREATE TABLE "onboardings" (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR NOT NULL, 
	worker_id CHAR(32) NOT NULL, 
	carrier_id CHAR(32) NOT NULL, 
	template_id CHAR(32) NOT NULL, 
	correlation_id CHAR(32) NOT NULL, 
	causation_id CHAR(32) NOT NULL, 
	start_date DATE NOT NULL, 
	ready_at DATETIME, 
	closed_at DATETIME, 
	closing_reason VARCHAR, 
	employment_id CHAR(32) NOT NULL, 
	last_day DATE, 
	end_correlation_id CHAR(32), 
	end_causation_id CHAR(32), 
	PRIMARY KEY (id)
);
INSERT INTO "onboardings" VALUES('01a2155287bd739caac672e51a8c54ef','05978004','01a21552870c7040acdf824dc897ed9b','01a21552853f757fb6b6f5d2e9ab6fdb','0197f000000070008000000000000101','01a21552870c7040acdf824ee1cc58f3','01a2155287be713db056583f4c4c5a2f','2026-11-26',NULL,NULL,NULL,'01a21552870c7040acdf824c214fbbfe','2027-11-26','01a215528a8b7698b0c830d968f0eb10','01a215528a8b7698b0c830db7b5cdfb1');
CREATE TABLE organizations (
	organization_id CHAR(32) NOT NULL, 
	tenant VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	name VARCHAR NOT NULL, 
	PRIMARY KEY (organization_id)
);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d1f922261c','05978004',1,'Stadt Bergkamen');
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d2e9ab6fdb','05978004',1,'AWO Bildung und Lernen gGmbH Kreis Unna');
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d3835e40a9','05978004',1,'Ev. Kirchenkreis Unna');
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d43d363c57','05978004',1,'Kreis Unna');
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d542822faa','05978004',1,'Land Nordrhein-Westfalen');
INSERT INTO "organizations" VALUES('01a215528540723082e97b657f151716','05978004',1,'Schulverwaltungsamt Bergkamen (Beispiel)');
INSERT INTO "organizations" VALUES('01a215528540723082e97b668a760e34','05978004',1,'Jugendamt Bergkamen (Beispiel)');
INSERT INTO "organizations" VALUES('01a215528540723082e97b67bfb84ed5','05978004',1,'Grundschule am Lindenhain (Beispiel)');
INSERT INTO "organizations" VALUES('01a215528540723082e97b684a460ab5','05978004',1,'Regenbogen-Grundschule (Beispiel)');
INSERT INTO "organizations" VALUES('01a215528540723082e97b69930bd99f','05978004',1,'Hauptschule am Kanal (Beispiel)');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6a42e1a5df','05978004',1,'Realschule Oberaden (Beispiel)');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6be0c3fed6','05978004',1,'Sekundarschule am Stadtpark (Beispiel)');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6c6f3ccb7f','05978004',1,'Willy-Brandt-Platz-Gesamtschule (Beispiel)');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6d71e5dad4','05978004',1,'Gymnasium an der Bergehalde (Beispiel)');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6e2f11152e','05978004',1,'Förderzentrum Nordberg (Beispiel)');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6f24c979a6','05978004',1,'Berufskolleg am Hellweg (Beispiel)');
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
INSERT INTO "parked" VALUES(1,'directory.events',0,61,'01a21552-8a92-71dd-b34b-527e8b10d54b','01a215528a9271ddb34b52824dc75c41','directory.worker-hired.v1','05978004','01a215528a9271ddb34b5283724bc973',X'30316132313535322D386139322D373164642D623334622D353237653862313064353462',X'7B22776F726B65725F6964223A2022303030303030303030303030303030303030303030303030303030303030303030303030222C20226E6F7465223A202242657267737472C3A4C39F65203C623E227D','[["ce_specversion", "1.0"], ["ce_id", "01a21552-8a92-71dd-b34b-52824dc75c41"], ["ce_type", "directory.worker-hired.v1"], ["ce_source", "/directory"], ["ce_time", "2026-12-01T09:30:12.345000+00:00"], ["ce_tenant", "05978004"], ["ce_correlationid", "01a21552-8a92-71dd-b34b-5283724bc973"], ["content-type", "application/json"]]','["start_onboarding"]','failed','the body has a wrong shape at: carrier_id, funding, placements, start_date, worker_id','',0,'2026-11-26 00:47:40.720856',NULL);
INSERT INTO "parked" VALUES(2,'directory.events',0,62,'01a21552-8a92-71dd-b34b-527e8b10d54b','01a215528a9271ddb34b52850657016c','directory.worker-departed.v1','05978004','01a215528a9271ddb34b5283724bc973',X'30316132313535322D386139322D373164642D623334622D353237653862313064353462',X'7B22776F726B65725F6964223A2230316132313535322D386139322D373164642D623334622D353237653862313064353462222C22636172726965725F6964223A2230316132313535322D386139322D373164642D623334622D353238343566636237383239222C226C6173745F646179223A22323032362D30362D3330222C22726561736F6E223A2272657369676E6174696F6E222C22656D706C6F796D656E745F6964223A6E756C6C7D','[["ce_specversion", "1.0"], ["ce_id", "01a21552-8a92-71dd-b34b-52850657016c"], ["ce_type", "directory.worker-departed.v1"], ["ce_source", "/directory"], ["ce_time", "2026-12-01T09:30:13.345000+00:00"], ["ce_tenant", "05978004"], ["ce_correlationid", "01a21552-8a92-71dd-b34b-5283724bc973"], ["content-type", "application/json"]]','["close_onboarding"]','waiting','behind a parked message','',0,'2026-11-26 00:47:40.720856',NULL);
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
	person_id CHAR(32) NOT NULL, 
	tenant VARCHAR NOT NULL, 
	version INTEGER NOT NULL, 
	given_name VARCHAR NOT NULL, 
	family_name VARCHAR NOT NULL, 
	PRIMARY KEY (person_id)
);
INSERT INTO "people" VALUES('036bfb83bd894eae9f88eb3633340d42','05978004',1,'Dirk','Osthoff');
INSERT INTO "people" VALUES('f12cb41c6aab4d63839c89a7be91579a','05978004',1,'Jonas','Wiechert');
INSERT INTO "people" VALUES('cec1681ede5e46eb885cd6e57c246d7e','05978004',1,'Marlene','Brüggemann');
INSERT INTO "people" VALUES('391eefd3de9146658a7b1f7ae9d42815','05978004',1,'Sabine','Terhorst');
INSERT INTO "people" VALUES('daa9eb1f5b904353ac11c65ee82a9b9e','05978004',1,'Petra','Niehues');
INSERT INTO "people" VALUES('41ead771413e4a2aab9d6987c350d581','05978004',1,'Matthias','Grewe');
INSERT INTO "people" VALUES('4ec6109131e342789050b4377fe9b418','05978004',1,'Anja','Lohmeier');
INSERT INTO "people" VALUES('83dcb89a903948e0b6f5ed232f0317e2','05978004',1,'Ulrich','Sander');
INSERT INTO "people" VALUES('765ab01fc59047ff8a7e7f21578e224c','05978004',1,'Dirk','Osthoff');
INSERT INTO "people" VALUES('82d98873fcfe4a3abf8a4725a48708dd','05978004',1,'Sabine','Terhorst');
INSERT INTO "people" VALUES('f278652e74b444e1b7d5806283d0d743','05978004',1,'Claudia','Reinders');
INSERT INTO "people" VALUES('4193f670c3f64d3a81df89bb971b17ad','05978004',1,'Thomas','Averbeck');
INSERT INTO "people" VALUES('b83f0689c5a842d097b01fd22c68351c','05978004',1,'Birgit','Schulte-Mönning');
INSERT INTO "people" VALUES('df7b4850b8da4cfc85084d758f6b9cee','05978004',1,'Henning','Ostermann');
INSERT INTO "people" VALUES('20888ad931204b83b58ce2bd48b9b601','05978004',1,'Ayşe','Yıldırım');
INSERT INTO "people" VALUES('460f1ff5f9f84b66bd9a79882dc2c7b3','05978004',1,'Martin','D''Angelo');
INSERT INTO "people" VALUES('71634ba7fa954e7b883b8486dd46bfc4','05978004',1,'Katrin','Hülsmann');
INSERT INTO "people" VALUES('65e053c5aa0b4117b8bff05bf2b8efeb','05978004',1,'Ralf','Petersmann');
INSERT INTO "people" VALUES('4a121e5605f24bcca60823809949562f','05978004',1,'Monika','Stratmann');
INSERT INTO "people" VALUES('01a21552870c7040acdf824dc897ed9b','05978004',1,'Mara','Özgür-O''Neill');
CREATE TABLE service_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT service_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "service_version" VALUES('20261125_one_template_a_version');
CREATE TABLE tasks (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR NOT NULL, 
	onboarding_id CHAR(32) NOT NULL, 
	code VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	organization_id CHAR(32), 
	due_on DATE NOT NULL, 
	mandatory BOOLEAN NOT NULL, 
	done_at DATETIME, 
	done_by VARCHAR, 
	PRIMARY KEY (id), 
	FOREIGN KEY(onboarding_id) REFERENCES onboardings (id)
);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672e6cdea7117','05978004','01a2155287bd739caac672e51a8c54ef','placement_notice','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2026-11-05',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672e75ea32edf','05978004','01a2155287bd739caac672e51a8c54ef','qualification','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2026-11-12',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672e86ff1dcc5','05978004','01a2155287bd739caac672e51a8c54ef','good_conduct','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2026-11-19',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672e98ff3b1e6','05978004','01a2155287bd739caac672e51a8c54ef','measles','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2026-11-19',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672ea45e0f7df','05978004','01a2155287bd739caac672e51a8c54ef','office','head','01a215528540723082e97b67bfb84ed5','2026-11-19',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672eb27ff0e07','05978004','01a2155287bd739caac672e51a8c54ef','office','head','01a215528540723082e97b6be0c3fed6','2026-11-19',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672ec59ae670d','05978004','01a2155287bd739caac672e51a8c54ef','furniture','school_authority','01a215528540723082e97b67bfb84ed5','2026-11-19',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672ed2a7ef446','05978004','01a2155287bd739caac672e51a8c54ef','announce','head','01a215528540723082e97b67bfb84ed5','2026-11-19',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672ee813db4b1','05978004','01a2155287bd739caac672e51a8c54ef','announce','head','01a215528540723082e97b6be0c3fed6','2026-11-19',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672ef6534f796','05978004','01a2155287bd739caac672e51a8c54ef','buddy','coordinator','01a215528540723082e97b67bfb84ed5','2026-11-19',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672f09d4dbde0','05978004','01a2155287bd739caac672e51a8c54ef','computer','it','01a215528540723082e97b67bfb84ed5','2026-11-23',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672f145e1bf9e','05978004','01a2155287bd739caac672e51a8c54ef','phone','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2026-11-23',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672f22d1bcdd6','05978004','01a2155287bd739caac672e51a8c54ef','accounts','it','01a215528540723082e97b67bfb84ed5','2026-11-23',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672f346080a0c','05978004','01a2155287bd739caac672e51a8c54ef','keys','head','01a215528540723082e97b67bfb84ed5','2026-11-26',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672f4d3f16662','05978004','01a2155287bd739caac672e51a8c54ef','keys','head','01a215528540723082e97b6be0c3fed6','2026-11-26',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672f5beb99ef7','05978004','01a2155287bd739caac672e51a8c54ef','greeting','head','01a215528540723082e97b67bfb84ed5','2026-11-26',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672f6de35ce95','05978004','01a2155287bd739caac672e51a8c54ef','greeting','head','01a215528540723082e97b6be0c3fed6','2026-11-26',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672f720b19758','05978004','01a2155287bd739caac672e51a8c54ef','directory_entry','worker',NULL,'2026-11-27',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672f8ece19b34','05978004','01a2155287bd739caac672e51a8c54ef','secrecy','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2026-11-30',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672f9128066e6','05978004','01a2155287bd739caac672e51a8c54ef','privacy','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2026-11-30',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672fa5356730f','05978004','01a2155287bd739caac672e51a8c54ef','dates','coordinator','01a215528540723082e97b67bfb84ed5','2026-12-03',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672fb96c7617b','05978004','01a2155287bd739caac672e51a8c54ef','safety','head','01a215528540723082e97b67bfb84ed5','2026-12-10',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672fcd1d53536','05978004','01a2155287bd739caac672e51a8c54ef','safety','head','01a215528540723082e97b6be0c3fed6','2026-12-10',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672fd16b3636f','05978004','01a2155287bd739caac672e51a8c54ef','child_protection','youth_office','01a215528540723082e97b67bfb84ed5','2026-12-10',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672feb36338e6','05978004','01a2155287bd739caac672e51a8c54ef','role','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2026-12-10',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac672ff90961bf8','05978004','01a2155287bd739caac672e51a8c54ef','all_day','worker',NULL,'2026-12-10',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287bd739caac673008c5986e9','05978004','01a2155287bd739caac672e51a8c54ef','hours','worker',NULL,'2026-12-10',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db056582d065d4252','05978004','01a2155287bd739caac672e51a8c54ef','youth_office_visit','youth_office','01a215528540723082e97b67bfb84ed5','2026-12-17',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db056582e891700c2','05978004','01a2155287bd739caac672e51a8c54ef','crisis','head','01a215528540723082e97b67bfb84ed5','2026-12-17',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db056582f3dd708cf','05978004','01a2155287bd739caac672e51a8c54ef','crisis','head','01a215528540723082e97b6be0c3fed6','2026-12-17',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db0565830b530ae7d','05978004','01a2155287bd739caac672e51a8c54ef','conference','head','01a215528540723082e97b67bfb84ed5','2026-12-17',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db056583158a72370','05978004','01a2155287bd739caac672e51a8c54ef','conference','head','01a215528540723082e97b6be0c3fed6','2026-12-17',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db05658322150bd0b','05978004','01a2155287bd739caac672e51a8c54ef','consultation','coordinator','01a215528540723082e97b67bfb84ed5','2026-12-17',1,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db0565833614da51b','05978004','01a2155287bd739caac672e51a8c54ef','agreement','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2026-12-28',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db0565834ee075d4f','05978004','01a2155287bd739caac672e51a8c54ef','but','coordinator','01a215528540723082e97b67bfb84ed5','2026-12-28',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db0565835613c8f7d','05978004','01a2155287bd739caac672e51a8c54ef','shadowing','buddy','01a215528540723082e97b67bfb84ed5','2027-01-11',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db0565836a31ccc22','05978004','01a2155287bd739caac672e51a8c54ef','network','worker',NULL,'2027-01-25',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db05658371c8216ff','05978004','01a2155287bd739caac672e51a8c54ef','kita','worker',NULL,'2027-01-25',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db056583851dc3a24','05978004','01a2155287bd739caac672e51a8c54ef','kaoa','worker',NULL,'2027-01-25',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db0565839ff138c95','05978004','01a2155287bd739caac672e51a8c54ef','supervision','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2027-01-25',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db056583a34934464','05978004','01a2155287bd739caac672e51a8c54ef','site_analysis','worker',NULL,'2027-02-24',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db056583b873fcfcd','05978004','01a2155287bd739caac672e51a8c54ef','targets','head','01a215528540723082e97b67bfb84ed5','2027-03-08',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db056583c11fe4b90','05978004','01a2155287bd739caac672e51a8c54ef','targets','head','01a215528540723082e97b6be0c3fed6','2027-03-08',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db056583d1c08977b','05978004','01a2155287bd739caac672e51a8c54ef','entry_course','worker',NULL,'2027-05-25',0,NULL,NULL);
INSERT INTO "tasks" VALUES('01a2155287be713db056583e4654794b','05978004','01a2155287bd739caac672e51a8c54ef','close','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','2027-04-26',0,NULL,NULL);
CREATE TABLE template_tasks (
	template_id CHAR(32) NOT NULL, 
	code VARCHAR NOT NULL, 
	place INTEGER NOT NULL, 
	title VARCHAR NOT NULL, 
	role VARCHAR NOT NULL, 
	due_days INTEGER NOT NULL, 
	mandatory BOOLEAN NOT NULL, 
	stage VARCHAR NOT NULL, 
	PRIMARY KEY (template_id, code), 
	FOREIGN KEY(template_id) REFERENCES templates (id)
);
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','placement_notice',0,'Einsatzmeldung: Schule(n), Stunden, Finanzierung, Befristung','carrier',-21,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','qualification',1,'Qualifikation und staatliche Anerkennung geprüft (nur Vermerk)','carrier',-14,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','good_conduct',2,'Erweitertes Führungszeugnis eingesehen (nur Datum)','carrier',-7,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','measles',3,'Masernschutz nachgewiesen (nur Vermerk)','carrier',-7,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','office',4,'Büro/Beratungsraum, abschließbar und vertraulich','head',-7,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','furniture',5,'Möbel und abschließbarer Schrank','school_authority',-7,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','announce',6,'Ankündigung an Kollegium, Sekretariat, Hausmeister, OGS','head',-7,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','buddy',7,'Patin/Pate benannt, Kontakt hergestellt','coordinator',-7,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','computer',8,'Dienst-PC mit Verschlüsselung, Drucker','it',-3,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','phone',9,'Diensthandy mit Mailbox','carrier',-3,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','accounts',10,'IT-Konten: E-Mail, Schulplattform','it',-3,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','keys',11,'Schlüssel, Transponder, Alarmcode','head',0,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','greeting',12,'Persönliche Begrüßung und Rundgang','head',0,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','directory_entry',13,'Verzeichniseintrag, Sichtbarkeit wählt die Fachkraft','worker',1,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','secrecy',14,'Unterweisung Schweigepflicht (§ 203 StGB)','carrier',3,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','privacy',15,'Verpflichtung auf Datenschutz','carrier',3,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','dates',16,'Nächster Arbeitskreis, Fachtag und Einstiegsqualifizierung gebucht','coordinator',7,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','safety',17,'Arbeitsschutz, Brandschutz, Erste Hilfe','head',14,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','child_protection',18,'Kinderschutzverfahren (§ 8a SGB VIII)','youth_office',14,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','role',19,'Rollen- und Auftragsklärung Schule-Träger','carrier',14,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','all_day',20,'OGS-Leitung kennengelernt, Regeltermin vereinbart','worker',14,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','hours',21,'Sprechzeiten, Aushang, Schulhomepage','worker',14,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','youth_office_visit',22,'Antrittsgespräch ASD/Jugendamt, zuständige Person benannt','youth_office',21,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','crisis',23,'Krisenteam, Notfallordner, Meldewege','head',21,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','conference',24,'Vorstellung in Lehrer- und Schulkonferenz','head',21,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','consultation',25,'Erstgespräch Fachberatung','coordinator',21,1,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','agreement',26,'Kooperationsvereinbarung erläutert','carrier',30,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','but',27,'BuT-Verfahren und zuständige Stelle','coordinator',30,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','shadowing',28,'Hospitation bei erfahrener Fachkraft','buddy',45,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','network',29,'Netzwerkbesuche (Beratungsstellen, Schulpsychologie, ...)','worker',60,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','kita',30,'Abgebende KiTas und Übergangsformat kennengelernt','worker',60,0,'primary');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','kaoa',31,'Berufsorientierung (KAoA) und Agentur für Arbeit kennengelernt','worker',60,0,'secondary');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','supervision',32,'Supervision/kollegiale Beratung zugeordnet','carrier',60,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','site_analysis',33,'Standort- und Sozialraumanalyse','worker',90,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','targets',34,'Zielvereinbarung/Standortkonzept besprochen','head',100,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','entry_course',35,'Einstiegsqualifizierung (3 Tage) besucht','worker',180,0,'all');
INSERT INTO "template_tasks" VALUES('0197f000000070008000000000000101','close',36,'Abschluss der Einarbeitung','carrier',150,0,'all');
CREATE TABLE templates (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR NOT NULL, 
	carrier_id CHAR(32), 
	school_type VARCHAR, 
	version INTEGER NOT NULL, 
	created_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "templates" VALUES('0197f000000070008000000000000101','00000000',NULL,NULL,1,'2026-11-26 00:47:38.201021');
CREATE UNIQUE INDEX parked_arrival ON parked (topic, partition, "offset");
CREATE INDEX parked_open ON parked (topic, order_key, position);
CREATE INDEX ix_templates_tenant ON templates (tenant);
CREATE INDEX tasks_of_onboarding ON tasks (onboarding_id);
CREATE INDEX ix_onboardings_worker_id ON onboardings (worker_id);
CREATE INDEX ix_onboardings_tenant ON onboardings (tenant);
CREATE INDEX ix_onboardings_employment_id ON onboardings (employment_id);
CREATE INDEX onboardings_to_close ON onboardings (last_day) WHERE closed_at IS NULL AND last_day IS NOT NULL;
CREATE UNIQUE INDEX templates_version ON templates (tenant, carrier_id, school_type, version);
COMMIT;
