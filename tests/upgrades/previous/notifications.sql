BEGIN TRANSACTION;
CREATE TABLE delivery_pauses (
	holder CHAR(32) NOT NULL, 
	cause VARCHAR(20) NOT NULL, 
	since DATETIME NOT NULL, 
	next_try_at DATETIME NOT NULL, 
	PRIMARY KEY (holder)
);
CREATE TABLE employments (
	employment_id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	worker_id CHAR(32) NOT NULL, 
	carrier_id CHAR(32) NOT NULL, 
	start_date DATE NOT NULL, 
	last_day DATE, 
	school_ids JSON NOT NULL, 
	as_of DATETIME NOT NULL, 
	PRIMARY KEY (employment_id)
);
INSERT INTO "employments" VALUES('01a21552870c7040acdf824c214fbbfe','05978004','01a21552870c7040acdf824dc897ed9b','01a21552853f757fb6b6f5d2e9ab6fdb','2026-11-26','2027-11-26','["01a21552-8540-7230-82e9-7b67bfb84ed5","01a21552-8540-7230-82e9-7b6be0c3fed6"]','2026-11-26 00:47:39.774040');
CREATE TABLE given_up (
	letter_id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	correlation_id CHAR(32) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	cause VARCHAR(20) NOT NULL, 
	reply VARCHAR(20) NOT NULL, 
	attempts INTEGER NOT NULL, 
	given_up_at DATETIME NOT NULL, 
	PRIMARY KEY (letter_id)
);
CREATE TABLE inbox (
	handler VARCHAR NOT NULL, 
	message_id CHAR(32) NOT NULL, 
	handled_at DATETIME NOT NULL, 
	PRIMARY KEY (handler, message_id)
);
INSERT INTO "inbox" VALUES('remember_employment','01a21552870d71c89a114d8089acd968','2026-11-26 00:47:39.894939');
INSERT INTO "inbox" VALUES('welcome_worker','01a21552870d71c89a114d8089acd968','2026-11-26 00:47:39.894939');
INSERT INTO "inbox" VALUES('tell_role_holders','01a2155287be713db056583f4c4c5a2f','2026-11-26 00:47:40.028267');
INSERT INTO "inbox" VALUES('remember_employment','01a215528a9271ddb34b52824dc75c41','2026-11-26 00:47:40.730245+00:00');
INSERT INTO "inbox" VALUES('remember_last_day','01a215528a9271ddb34b52850657016c','2026-11-26 00:47:40.730245+00:00');
INSERT INTO "inbox" VALUES('welcome_worker','01a215528a9271ddb34b52824dc75c41','2026-11-26 00:47:40.730245+00:00');
INSERT INTO "inbox" VALUES('withdraw_after_departure','01a215528a9271ddb34b52850657016c','2026-11-26 00:47:40.730245+00:00');
INSERT INTO "inbox" VALUES('remember_last_day','01a215528a8b7698b0c830db7b5cdfb1','2026-11-26 00:47:41.188527+00:00');
INSERT INTO "inbox" VALUES('withdraw_after_departure','01a215528a8b7698b0c830db7b5cdfb1','2026-11-26 00:47:41.188527+00:00');
CREATE TABLE jobs (
	name VARCHAR NOT NULL, 
	due_at DATETIME NOT NULL, 
	ran_at DATETIME, 
	runs BIGINT DEFAULT 0 NOT NULL, 
	PRIMARY KEY (name)
);
INSERT INTO "jobs" VALUES('purge_inbox','2026-11-27 00:47:39.033779','2026-11-26 00:47:39.033779',1);
INSERT INTO "jobs" VALUES('forget_parked_data','2026-11-27 00:47:39.076116','2026-11-26 00:47:39.076116',1);
CREATE TABLE kept_mail_mentions (
	mail_id CHAR(32) NOT NULL, 
	person_id CHAR(32) NOT NULL, 
	PRIMARY KEY (mail_id, person_id), 
	FOREIGN KEY(mail_id) REFERENCES kept_mails (id) ON DELETE CASCADE
);
INSERT INTO "kept_mail_mentions" VALUES('01a2155287a476e58c905128ee26bf05','01a21552870c7040acdf824dc897ed9b');
INSERT INTO "kept_mail_mentions" VALUES('01a2155287a476e58c905128ee26bf05','cec1681ede5e46eb885cd6e57c246d7e');
INSERT INTO "kept_mail_mentions" VALUES('01a21552886f7577b1fcc3bd84b8de3f','01a21552870c7040acdf824dc897ed9b');
INSERT INTO "kept_mail_mentions" VALUES('01a21552886f7577b1fcc3bd84b8de3f','daa9eb1f5b904353ac11c65ee82a9b9e');
INSERT INTO "kept_mail_mentions" VALUES('01a21552886f7577b1fcc3bd84b8de3f','cec1681ede5e46eb885cd6e57c246d7e');
CREATE TABLE kept_mails (
	id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	worker_id CHAR(32) NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	recipient TEXT NOT NULL, 
	subject TEXT NOT NULL, 
	text TEXT NOT NULL, 
	html TEXT NOT NULL, 
	links JSON NOT NULL, 
	kept_at DATETIME NOT NULL, 
	PRIMARY KEY (id)
);
INSERT INTO "kept_mails" VALUES('01a2155287a476e58c905128ee26bf05','05978004','01a21552870c7040acdf824dc897ed9b','welcome','worker','Mara Özgür-O''Neill <mara@example.org>','Willkommen in der Schulsozialarbeit','Guten Tag Mara Özgür-O''Neill,

herzlich willkommen in der Schulsozialarbeit! Schön, dass Sie heute beginnen. Hier steht das Wichtigste für Ihren Start.

Ihr erster Tag: heute, Donnerstag, 26. November 2026
Ihre Schulen: Grundschule am Lindenhain (Beispiel) und Sekundarschule am Stadtpark (Beispiel)
Ihr Anstellungsträger: AWO Bildung und Lernen gGmbH Kreis Unna

WIE ES WEITERGEHT

- Schule, Anstellungsträger und Koordinierungsstelle erfahren gerade von Ihrer Einstellung und kümmern sich um alles: Arbeitsplatz, Technik, Schlüssel und Begrüßung.
- Die Schritte, die Sie selbst gehen, bekommen Sie in einer eigenen Nachricht. Sie haben dafür Zeit; fast alles kommt erst nach Ihrem ersten Tag.
- Nach 30 und 100 Tagen fragen wir Sie, wie es Ihnen geht – kurz und anonym.

FÜR SIE DA

Marlene Brüggemann aus der Koordinierungsstelle begleitet Ihren Start: marlene.brueggemann@example.org
Schreiben Sie gern, oder antworten Sie einfach auf diese Nachricht.

Wir freuen uns auf die Zusammenarbeit mit Ihnen!

-- 
Sie erhalten diese Nachricht, weil Ihr Anstellungsträger Ihre Einstellung gemeldet hat.
Diese Nachricht hat Knotenpunkt automatisch verschickt. Verantwortlich: Stadt Bergkamen.
','<!DOCTYPE html><html lang="de"><head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>Willkommen in der Schulsozialarbeit</title>

</head>
<body style="margin: 0;padding: 0;background-color: #f7f5f1;color: #1b2530;font-family: ''Fira Sans'', ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, sans-serif;font-size: 16px;line-height: 1.55;">
<table class="outer" role="presentation" style="border-collapse: separate;border-spacing: 0;width: 100%;background-color: #f7f5f1;"><tbody><tr><td class="outer-cell" align="center" style="padding: 24px 12px;">
<table class="inner" role="presentation" style="border-collapse: separate;border-spacing: 0;width: 100%;max-width: 600px;margin: 0 auto;">
<tbody><tr><td class="brand" style="padding: 0 8px 12px;font-size: 16px;font-weight: 600;color: #0b5a6b;">Knotenpunkt · Stadt Bergkamen</td></tr>
<tr><td class="sheet" style="padding: 26px 22px 18px;background-color: #ffffff;border: 1px solid #dfdad1;border-top: 4px solid #0b5a6b;border-radius: 8px;">
<h1 style="margin: 0 0 18px;font-size: 24px;line-height: 1.3;font-weight: 600;color: #1b2530;">Herzlich willkommen in der Schulsozialarbeit!</h1>
<p style="margin: 0 0 14px;font-size: 16px;">Guten Tag Mara Özgür-O''Neill,</p>
<p style="margin: 0 0 14px;font-size: 16px;">schön, dass Sie heute beginnen. Hier steht das Wichtigste für Ihren Start.</p>
<div class="facts" style="margin: 4px 0 14px;padding: 14px 16px 6px;background-color: #f0f6f7;border-radius: 8px;">
<p style="font-size: 16px;margin: 0 0 10px;color: #47535f;">Ihr erster Tag<br><strong style="color: #1b2530;font-weight: 600;">heute, Donnerstag, 26. November 2026</strong></p>
<p style="font-size: 16px;margin: 0 0 10px;color: #47535f;">Ihre Schulen<br><strong style="color: #1b2530;font-weight: 600;">Grundschule am Lindenhain (Beispiel)<br>Sekundarschule am Stadtpark (Beispiel)</strong></p>
<p style="font-size: 16px;margin: 0 0 10px;color: #47535f;">Ihr Anstellungsträger<br><strong style="color: #1b2530;font-weight: 600;">AWO Bildung und Lernen gGmbH Kreis Unna</strong></p>
</div>
<h2 style="margin: 28px 0 10px;font-size: 19px;line-height: 1.35;font-weight: 600;color: #1b2530;">Wie es weitergeht</h2>
<ul style="margin: 0 0 14px;padding: 0 0 0 20px;">
<li style="margin: 0 0 8px;font-size: 16px;">Schule, Anstellungsträger und Koordinierungsstelle erfahren gerade von Ihrer Einstellung und kümmern sich um alles: Arbeitsplatz, Technik, Schlüssel und Begrüßung.</li>
<li style="margin: 0 0 8px;font-size: 16px;">Die Schritte, die Sie selbst gehen, bekommen Sie in einer eigenen Nachricht. Sie haben dafür Zeit; fast alles kommt erst nach Ihrem ersten Tag.</li>
<li style="margin: 0 0 8px;font-size: 16px;">Nach 30 und 100 Tagen fragen wir Sie, wie es Ihnen geht – kurz und anonym.</li></ul>
<h2 style="margin: 28px 0 10px;font-size: 19px;line-height: 1.35;font-weight: 600;color: #1b2530;">Für Sie da</h2>
<p style="margin: 0 0 14px;font-size: 16px;">Marlene Brüggemann aus der Koordinierungsstelle begleitet Ihren Start: <a href="mailto:marlene.brueggemann@example.org" style="color: #0b5a6b;">marlene.brueggemann@example.org</a>. Schreiben Sie gern, oder antworten Sie einfach auf diese Nachricht.</p>
<p style="margin: 0 0 14px;font-size: 16px;">Wir freuen uns auf die Zusammenarbeit mit Ihnen!</p>
</td></tr>
<tr><td class="footer" style="padding: 16px 8px 0;font-size: 16px;color: #54606d;">
<p style="margin: 0 0 14px;font-size: 16px;">Sie erhalten diese Nachricht, weil Ihr Anstellungsträger Ihre Einstellung gemeldet hat.</p><p style="margin: 0 0 14px;font-size: 16px;">Diese Nachricht hat Knotenpunkt automatisch verschickt. Verantwortlich: Stadt Bergkamen.</p>
</td></tr>
</tbody></table>
</td></tr></tbody></table>

</body></html>','[]','2026-11-26 00:47:39.940278');
INSERT INTO "kept_mails" VALUES('01a21552886f7577b1fcc3bd84b8de3f','05978004','01a21552870c7040acdf824dc897ed9b','tasks','carrier','Petra Niehues <petra.niehues@example.org>','Einarbeitung einer neuen Fachkraft: 11 Aufgaben für Sie','Guten Tag Petra Niehues,

Mara Özgür-O''Neill beginnt heute in der Schulsozialarbeit. Damit der Start gelingt, liegen 11 Aufgaben bei Ihnen.

Fachkraft: Mara Özgür-O''Neill
Erster Tag: heute, Donnerstag, 26. November 2026
Schulen: Grundschule am Lindenhain (Beispiel) und Sekundarschule am Stadtpark (Beispiel)
Anstellungsträger: AWO Bildung und Lernen gGmbH Kreis Unna

IHRE AUFGABEN

1. Einsatzmeldung: Schule(n), Stunden, Finanzierung, Befristung
   Pflicht · sobald wie möglich
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLmzepxFwoAtCx9fxqsYYyXHDJzBNUfqqq_wukSnQbEWY65tG5BM0A

2. Qualifikation und staatliche Anerkennung geprüft (nur Vermerk)
   Pflicht · sobald wie möglich
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLnXqMu3woHA7RPO13ADFgEwnROsOqtW3Ag-ZNfJ-KlXwOGPvgnJv8

3. Erweitertes Führungszeugnis eingesehen (nur Datum)
   Pflicht · sobald wie möglich
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLob_HcxQoOVZktAU7MicdpIEsBshy_hFHozm5qmb1ZOHGmysm7d6k

4. Masernschutz nachgewiesen (nur Vermerk)
   Pflicht · sobald wie möglich
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLpj_Ox5goOF2pkNvfS3w8gZNtgJbpjn31bF_tiTlzTyL0uV2B5Ul4

5. Diensthandy mit Mailbox
   Pflicht · sobald wie möglich
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLxReG_ngoShmfy4ZNb9E5TdSmfizFyufG1mcxY4A5EowzZrnN5Zz8

6. Unterweisung Schweigepflicht (§ 203 StGB)
   Pflicht · bis Montag, 30. November 2026
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnL47OGbNAoZoVXLaykapqyqeoHe53oCde80DoUdlNFRzqBExuERyR4

7. Verpflichtung auf Datenschutz
   Pflicht · bis Montag, 30. November 2026
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnL5EoBm5goZHyw_zXr6p-SFO-cdqERrmnpNGYB_XeZ7wL_Djg9Hrpc

8. Rollen- und Auftragsklärung Schule-Träger
   Pflicht · bis Donnerstag, 10. Dezember 2026
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnL-s2M45gojpBDd53aefru9FZ_EpmE6hb7QL2xlH6fNBMVqwCjTVHk

9. Kooperationsvereinbarung erläutert
   bis Montag, 28. Dezember 2026
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe-cT2wVlgzYU2lGwo1-8S3LQq0o7YLcr8owV8FGz9QYoL3-RKwGH1BB7B5ou4

10. Supervision/kollegiale Beratung zugeordnet
   bis Montag, 25. Januar 2027
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe-cT2wVlg5_xOMlQpRqIgoYz_EFcmWPua3qCs40Zrw8JgTXmj1jT8sk20nYzA

11. Abschluss der Einarbeitung
   bis Montag, 26. April 2027
   Erledigt melden: http://knotenpunkt.test/trainings/aufgabe/AaIVUoe-cT2wVlg-RlR5SwqsscANIwH3bqQbjJVwyJqxNSsNlAmkKZ0kDrBsxNTRmqo

SO MELDEN SIE ETWAS ALS ERLEDIGT

Der Link öffnet eine Seite, auf der Sie die Aufgabe mit einem Klick bestätigen. Erst damit ist sie gemeldet; Sie brauchen kein Passwort und kein Konto. „Pflicht“ heißt: Ohne diesen Schritt kann die Arbeit noch nicht richtig beginnen.

Die Links sind persönlich: Bitte leiten Sie diese Nachricht nicht weiter. Und bitte schreiben Sie nie etwas über Schüler*innen, weder auf der Seite noch in einer Antwort.

Fragen? Marlene Brüggemann in der Koordinierungsstelle hilft gern: marlene.brueggemann@example.org
Oder antworten Sie einfach auf diese Nachricht.

-- 
Sie erhalten diese Nachricht als Ansprechperson des Anstellungsträgers.
Diese Nachricht hat Knotenpunkt automatisch verschickt. Verantwortlich: Stadt Bergkamen.
','<!DOCTYPE html><html lang="de"><head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light">
<title>Einarbeitung einer neuen Fachkraft: 11 Aufgaben für Sie</title>

</head>
<body style="margin: 0;padding: 0;background-color: #f7f5f1;color: #1b2530;font-family: ''Fira Sans'', ''Segoe UI'', Roboto, ''Helvetica Neue'', Arial, sans-serif;font-size: 16px;line-height: 1.55;">
<table class="outer" role="presentation" style="border-collapse: separate;border-spacing: 0;width: 100%;background-color: #f7f5f1;"><tbody><tr><td class="outer-cell" align="center" style="padding: 24px 12px;">
<table class="inner" role="presentation" style="border-collapse: separate;border-spacing: 0;width: 100%;max-width: 600px;margin: 0 auto;">
<tbody><tr><td class="brand" style="padding: 0 8px 12px;font-size: 16px;font-weight: 600;color: #0b5a6b;">Knotenpunkt · Stadt Bergkamen</td></tr>
<tr><td class="sheet" style="padding: 26px 22px 18px;background-color: #ffffff;border: 1px solid #dfdad1;border-top: 4px solid #0b5a6b;border-radius: 8px;">
<h1 style="margin: 0 0 18px;font-size: 24px;line-height: 1.3;font-weight: 600;color: #1b2530;">Einarbeitung einer neuen Fachkraft: 11 Aufgaben für Sie</h1>
<p style="margin: 0 0 14px;font-size: 16px;">Guten Tag Petra Niehues,</p>
<p style="margin: 0 0 14px;font-size: 16px;">Mara Özgür-O''Neill beginnt heute in der Schulsozialarbeit. Damit der Start gelingt, liegen 11 Aufgaben bei Ihnen.</p>
<div class="facts" style="margin: 4px 0 14px;padding: 14px 16px 6px;background-color: #f0f6f7;border-radius: 8px;">
<p style="font-size: 16px;margin: 0 0 10px;color: #47535f;">Fachkraft<br><strong style="color: #1b2530;font-weight: 600;">Mara Özgür-O''Neill</strong></p>
<p style="font-size: 16px;margin: 0 0 10px;color: #47535f;">Erster Tag<br><strong style="color: #1b2530;font-weight: 600;">heute, Donnerstag, 26. November 2026</strong></p>
<p style="font-size: 16px;margin: 0 0 10px;color: #47535f;">Schulen<br><strong style="color: #1b2530;font-weight: 600;">Grundschule am Lindenhain (Beispiel)<br>Sekundarschule am Stadtpark (Beispiel)</strong></p>
<p style="font-size: 16px;margin: 0 0 10px;color: #47535f;">Anstellungsträger<br><strong style="color: #1b2530;font-weight: 600;">AWO Bildung und Lernen gGmbH Kreis Unna</strong></p>
</div>
<h2 style="margin: 28px 0 10px;font-size: 19px;line-height: 1.35;font-weight: 600;color: #1b2530;">Ihre Aufgaben</h2>
<ul class="tasks" style="margin: 0;padding: 0;list-style: none;">
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Einsatzmeldung: Schule(n), Stunden, Finanzierung, Befristung</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;"><span class="must" style="color: #7d4b00;font-weight: 600;">Pflicht</span> · sobald wie möglich</p>
<a class="button" aria-label="Erledigt melden: Einsatzmeldung: Schule(n), Stunden, Finanzierung, Befristung" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLmzepxFwoAtCx9fxqsYYyXHDJzBNUfqqq_wukSnQbEWY65tG5BM0A" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Qualifikation und staatliche Anerkennung geprüft (nur Vermerk)</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;"><span class="must" style="color: #7d4b00;font-weight: 600;">Pflicht</span> · sobald wie möglich</p>
<a class="button" aria-label="Erledigt melden: Qualifikation und staatliche Anerkennung geprüft (nur Vermerk)" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLnXqMu3woHA7RPO13ADFgEwnROsOqtW3Ag-ZNfJ-KlXwOGPvgnJv8" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Erweitertes Führungszeugnis eingesehen (nur Datum)</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;"><span class="must" style="color: #7d4b00;font-weight: 600;">Pflicht</span> · sobald wie möglich</p>
<a class="button" aria-label="Erledigt melden: Erweitertes Führungszeugnis eingesehen (nur Datum)" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLob_HcxQoOVZktAU7MicdpIEsBshy_hFHozm5qmb1ZOHGmysm7d6k" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Masernschutz nachgewiesen (nur Vermerk)</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;"><span class="must" style="color: #7d4b00;font-weight: 600;">Pflicht</span> · sobald wie möglich</p>
<a class="button" aria-label="Erledigt melden: Masernschutz nachgewiesen (nur Vermerk)" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLpj_Ox5goOF2pkNvfS3w8gZNtgJbpjn31bF_tiTlzTyL0uV2B5Ul4" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Diensthandy mit Mailbox</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;"><span class="must" style="color: #7d4b00;font-weight: 600;">Pflicht</span> · sobald wie möglich</p>
<a class="button" aria-label="Erledigt melden: Diensthandy mit Mailbox" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLxReG_ngoShmfy4ZNb9E5TdSmfizFyufG1mcxY4A5EowzZrnN5Zz8" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Unterweisung Schweigepflicht (§ 203 StGB)</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;"><span class="must" style="color: #7d4b00;font-weight: 600;">Pflicht</span> · bis Montag, 30. November 2026</p>
<a class="button" aria-label="Erledigt melden: Unterweisung Schweigepflicht (§ 203 StGB)" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnL47OGbNAoZoVXLaykapqyqeoHe53oCde80DoUdlNFRzqBExuERyR4" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Verpflichtung auf Datenschutz</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;"><span class="must" style="color: #7d4b00;font-weight: 600;">Pflicht</span> · bis Montag, 30. November 2026</p>
<a class="button" aria-label="Erledigt melden: Verpflichtung auf Datenschutz" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnL5EoBm5goZHyw_zXr6p-SFO-cdqERrmnpNGYB_XeZ7wL_Djg9Hrpc" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Rollen- und Auftragsklärung Schule-Träger</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;"><span class="must" style="color: #7d4b00;font-weight: 600;">Pflicht</span> · bis Donnerstag, 10. Dezember 2026</p>
<a class="button" aria-label="Erledigt melden: Rollen- und Auftragsklärung Schule-Träger" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnL-s2M45gojpBDd53aefru9FZ_EpmE6hb7QL2xlH6fNBMVqwCjTVHk" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Kooperationsvereinbarung erläutert</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;">bis Montag, 28. Dezember 2026</p>
<a class="button" aria-label="Erledigt melden: Kooperationsvereinbarung erläutert" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe-cT2wVlgzYU2lGwo1-8S3LQq0o7YLcr8owV8FGz9QYoL3-RKwGH1BB7B5ou4" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Supervision/kollegiale Beratung zugeordnet</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;">bis Montag, 25. Januar 2027</p>
<a class="button" aria-label="Erledigt melden: Supervision/kollegiale Beratung zugeordnet" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe-cT2wVlg5_xOMlQpRqIgoYz_EFcmWPua3qCs40Zrw8JgTXmj1jT8sk20nYzA" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
<li class="task" style="font-size: 16px;margin: 0;padding: 16px 0;border-top: 1px solid #dfdad1;">
<p class="task-title" style="font-size: 16px;margin: 0 0 2px;font-weight: 600;">Abschluss der Einarbeitung</p>
<p class="task-due" style="font-size: 16px;margin: 0 0 10px;color: #47535f;">bis Montag, 26. April 2027</p>
<a class="button" aria-label="Erledigt melden: Abschluss der Einarbeitung" href="http://knotenpunkt.test/trainings/aufgabe/AaIVUoe-cT2wVlg-RlR5SwqsscANIwH3bqQbjJVwyJqxNSsNlAmkKZ0kDrBsxNTRmqo" style="color: #ffffff;display: inline-block;padding: 11px 18px;background-color: #0b5a6b;font-size: 16px;font-weight: 600;line-height: 1.4;text-decoration: none;border-radius: 8px;">Erledigt melden</a>
</li>
</ul>
<h2 style="margin: 28px 0 10px;font-size: 19px;line-height: 1.35;font-weight: 600;color: #1b2530;">So melden Sie etwas als erledigt</h2>
<p style="margin: 0 0 14px;font-size: 16px;">Der Knopf öffnet eine Seite, auf der Sie die Aufgabe mit einem Klick bestätigen. Erst damit ist sie gemeldet; Sie brauchen kein Passwort und kein Konto. „Pflicht“ heißt: Ohne diesen Schritt kann die Arbeit noch nicht richtig beginnen.</p>
<p class="note" style="font-size: 16px;margin: 0 0 14px;padding: 14px 16px;background-color: #f0f6f7;border-radius: 8px;">Die Links sind persönlich: Bitte leiten Sie diese Nachricht nicht weiter. Und bitte schreiben Sie nie etwas über Schüler*innen, weder auf der Seite noch in einer Antwort.</p>
<p style="margin: 0 0 14px;font-size: 16px;">Fragen? Marlene Brüggemann in der Koordinierungsstelle hilft gern: <a href="mailto:marlene.brueggemann@example.org" style="color: #0b5a6b;">marlene.brueggemann@example.org</a>, oder antworten Sie einfach auf diese Nachricht.</p>
</td></tr>
<tr><td class="footer" style="padding: 16px 8px 0;font-size: 16px;color: #54606d;">
<p style="margin: 0 0 14px;font-size: 16px;">Sie erhalten diese Nachricht als Ansprechperson des Anstellungsträgers.</p><p style="margin: 0 0 14px;font-size: 16px;">Diese Nachricht hat Knotenpunkt automatisch verschickt. Verantwortlich: Stadt Bergkamen.</p>
</td></tr>
</tbody></table>
</td></tr></tbody></table>

</body></html>','["http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLmzepxFwoAtCx9fxqsYYyXHDJzBNUfqqq_wukSnQbEWY65tG5BM0A","http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLnXqMu3woHA7RPO13ADFgEwnROsOqtW3Ag-ZNfJ-KlXwOGPvgnJv8","http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLob_HcxQoOVZktAU7MicdpIEsBshy_hFHozm5qmb1ZOHGmysm7d6k","http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLpj_Ox5goOF2pkNvfS3w8gZNtgJbpjn31bF_tiTlzTyL0uV2B5Ul4","http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnLxReG_ngoShmfy4ZNb9E5TdSmfizFyufG1mcxY4A5EowzZrnN5Zz8","http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnL47OGbNAoZoVXLaykapqyqeoHe53oCde80DoUdlNFRzqBExuERyR4","http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnL5EoBm5goZHyw_zXr6p-SFO-cdqERrmnpNGYB_XeZ7wL_Djg9Hrpc","http://knotenpunkt.test/trainings/aufgabe/AaIVUoe9c5yqxnL-s2M45gojpBDd53aefru9FZ_EpmE6hb7QL2xlH6fNBMVqwCjTVHk","http://knotenpunkt.test/trainings/aufgabe/AaIVUoe-cT2wVlgzYU2lGwo1-8S3LQq0o7YLcr8owV8FGz9QYoL3-RKwGH1BB7B5ou4","http://knotenpunkt.test/trainings/aufgabe/AaIVUoe-cT2wVlg5_xOMlQpRqIgoYz_EFcmWPua3qCs40Zrw8JgTXmj1jT8sk20nYzA","http://knotenpunkt.test/trainings/aufgabe/AaIVUoe-cT2wVlg-RlR5SwqsscANIwH3bqQbjJVwyJqxNSsNlAmkKZ0kDrBsxNTRmqo"]','2026-11-26 00:47:40.143115');
CREATE TABLE "letters" (
	id CHAR(32) NOT NULL, 
	group_id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	worker_id CHAR(32) NOT NULL, 
	onboarding_id CHAR(32), 
	kind VARCHAR(20) NOT NULL, 
	role VARCHAR(20) NOT NULL, 
	organization_id CHAR(32), 
	payload JSON NOT NULL, 
	state VARCHAR(20) NOT NULL, 
	priority SMALLINT NOT NULL, 
	attempts INTEGER NOT NULL, 
	not_before DATETIME NOT NULL, 
	waits_for CHAR(32), 
	leased_until DATETIME, 
	correlation_id CHAR(32) NOT NULL, 
	causation_id CHAR(32) NOT NULL, 
	created_at DATETIME NOT NULL, 
	sent_at DATETIME, 
	employment_id CHAR(32) NOT NULL, leased_by CHAR(32), put_back_at DATETIME, 
	PRIMARY KEY (id)
);
INSERT INTO "letters" VALUES('01a2155287777127a237a3c6cb4d0ca8','01a2155287777127a237a3c6cb4d0ca8','05978004','01a21552870c7040acdf824dc897ed9b',NULL,'welcome','worker',NULL,'{}','sent',0,1,'2026-11-26 00:47:39.894939',NULL,NULL,'01a21552870c7040acdf824ee1cc58f3','01a2155287777127a237a3c7fb3140cd','2026-11-26 00:47:39.894939','2026-11-26 00:47:39.940278','01a21552870c7040acdf824c214fbbfe',NULL,NULL);
INSERT INTO "letters" VALUES('01a2155287fc7735b68811cbb12bf5f6','01a2155287fc7735b68811cbb12bf5f6','05978004','01a21552870c7040acdf824dc897ed9b','01a2155287bd739caac672e51a8c54ef','tasks','carrier','01a21552853f757fb6b6f5d2e9ab6fdb','{"template_id":"0197f000-0000-7000-8000-000000000101","tasks":[{"task_id":"01a21552-87bd-739c-aac6-72e6cdea7117","code":"placement_notice","due_on":"2026-11-05","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72e75ea32edf","code":"qualification","due_on":"2026-11-12","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72e86ff1dcc5","code":"good_conduct","due_on":"2026-11-19","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72e98ff3b1e6","code":"measles","due_on":"2026-11-19","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f145e1bf9e","code":"phone","due_on":"2026-11-23","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f8ece19b34","code":"secrecy","due_on":"2026-11-30","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f9128066e6","code":"privacy","due_on":"2026-11-30","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72feb36338e6","code":"role","due_on":"2026-12-10","mandatory":true},{"task_id":"01a21552-87be-713d-b056-5833614da51b","code":"agreement","due_on":"2026-12-28","mandatory":false},{"task_id":"01a21552-87be-713d-b056-5839ff138c95","code":"supervision","due_on":"2027-01-25","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583e4654794b","code":"close","due_on":"2027-04-26","mandatory":false}]}','sent',1,1,'2026-11-26 00:47:40.028267',NULL,NULL,'01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811cc10e08aad','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.143115','01a21552870c7040acdf824c214fbbfe',NULL,NULL);
INSERT INTO "letters" VALUES('01a2155287fc7735b68811cd15761bde','01a2155287fc7735b68811cbb12bf5f6','05978004','01a21552870c7040acdf824dc897ed9b','01a2155287bd739caac672e51a8c54ef','tasks','head','01a215528540723082e97b67bfb84ed5','{"template_id":"0197f000-0000-7000-8000-000000000101","tasks":[{"task_id":"01a21552-87bd-739c-aac6-72ea45e0f7df","code":"office","due_on":"2026-11-19","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72ed2a7ef446","code":"announce","due_on":"2026-11-19","mandatory":false},{"task_id":"01a21552-87bd-739c-aac6-72f346080a0c","code":"keys","due_on":"2026-11-26","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f5beb99ef7","code":"greeting","due_on":"2026-11-26","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72fb96c7617b","code":"safety","due_on":"2026-12-10","mandatory":true},{"task_id":"01a21552-87be-713d-b056-582e891700c2","code":"crisis","due_on":"2026-12-17","mandatory":true},{"task_id":"01a21552-87be-713d-b056-5830b530ae7d","code":"conference","due_on":"2026-12-17","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583b873fcfcd","code":"targets","due_on":"2027-03-08","mandatory":false}]}','sent',1,1,'2026-11-26 00:47:40.028267',NULL,NULL,'01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811ce7d990b7d','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.143115','01a21552870c7040acdf824c214fbbfe',NULL,NULL);
INSERT INTO "letters" VALUES('01a2155287fc7735b68811cf4beb1e2a','01a2155287fc7735b68811cbb12bf5f6','05978004','01a21552870c7040acdf824dc897ed9b','01a2155287bd739caac672e51a8c54ef','tasks','head','01a215528540723082e97b6be0c3fed6','{"template_id":"0197f000-0000-7000-8000-000000000101","tasks":[{"task_id":"01a21552-87bd-739c-aac6-72eb27ff0e07","code":"office","due_on":"2026-11-19","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72ee813db4b1","code":"announce","due_on":"2026-11-19","mandatory":false},{"task_id":"01a21552-87bd-739c-aac6-72f4d3f16662","code":"keys","due_on":"2026-11-26","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f6de35ce95","code":"greeting","due_on":"2026-11-26","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72fcd1d53536","code":"safety","due_on":"2026-12-10","mandatory":true},{"task_id":"01a21552-87be-713d-b056-582f3dd708cf","code":"crisis","due_on":"2026-12-17","mandatory":true},{"task_id":"01a21552-87be-713d-b056-583158a72370","code":"conference","due_on":"2026-12-17","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583c11fe4b90","code":"targets","due_on":"2027-03-08","mandatory":false}]}','sent',1,1,'2026-11-26 00:47:40.028267',NULL,NULL,'01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811d0d13c040d','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.143115','01a21552870c7040acdf824c214fbbfe',NULL,NULL);
INSERT INTO "letters" VALUES('01a2155287fc7735b68811d1b0adfcd7','01a2155287fc7735b68811cbb12bf5f6','05978004','01a21552870c7040acdf824dc897ed9b','01a2155287bd739caac672e51a8c54ef','tasks','school_authority','01a215528540723082e97b67bfb84ed5','{"template_id":"0197f000-0000-7000-8000-000000000101","tasks":[{"task_id":"01a21552-87bd-739c-aac6-72ec59ae670d","code":"furniture","due_on":"2026-11-19","mandatory":false}]}','sent',1,1,'2026-11-26 00:47:40.028267',NULL,NULL,'01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811d2ab858187','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.143115','01a21552870c7040acdf824c214fbbfe',NULL,NULL);
INSERT INTO "letters" VALUES('01a2155287fc7735b68811d39f1a9e81','01a2155287fc7735b68811cbb12bf5f6','05978004','01a21552870c7040acdf824dc897ed9b','01a2155287bd739caac672e51a8c54ef','tasks','coordinator','01a215528540723082e97b67bfb84ed5','{"template_id":"0197f000-0000-7000-8000-000000000101","tasks":[{"task_id":"01a21552-87bd-739c-aac6-72ef6534f796","code":"buddy","due_on":"2026-11-19","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72fa5356730f","code":"dates","due_on":"2026-12-03","mandatory":false},{"task_id":"01a21552-87be-713d-b056-58322150bd0b","code":"consultation","due_on":"2026-12-17","mandatory":true},{"task_id":"01a21552-87be-713d-b056-5834ee075d4f","code":"but","due_on":"2026-12-28","mandatory":false}]}','sent',1,1,'2026-11-26 00:47:40.028267',NULL,NULL,'01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811d4b0358f39','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.143115','01a21552870c7040acdf824c214fbbfe',NULL,NULL);
INSERT INTO "letters" VALUES('01a2155287fc7735b68811d51e5292b7','01a2155287fc7735b68811cbb12bf5f6','05978004','01a21552870c7040acdf824dc897ed9b','01a2155287bd739caac672e51a8c54ef','tasks','it','01a215528540723082e97b67bfb84ed5','{"template_id":"0197f000-0000-7000-8000-000000000101","tasks":[{"task_id":"01a21552-87bd-739c-aac6-72f09d4dbde0","code":"computer","due_on":"2026-11-23","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72f22d1bcdd6","code":"accounts","due_on":"2026-11-23","mandatory":true}]}','sent',1,1,'2026-11-26 00:47:40.028267',NULL,NULL,'01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811d687151ae6','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.143115','01a21552870c7040acdf824c214fbbfe',NULL,NULL);
INSERT INTO "letters" VALUES('01a2155287fc7735b68811d7038f31a3','01a2155287fc7735b68811cbb12bf5f6','05978004','01a21552870c7040acdf824dc897ed9b','01a2155287bd739caac672e51a8c54ef','tasks','worker',NULL,'{"template_id":"0197f000-0000-7000-8000-000000000101","tasks":[{"task_id":"01a21552-87bd-739c-aac6-72f720b19758","code":"directory_entry","due_on":"2026-11-27","mandatory":true},{"task_id":"01a21552-87bd-739c-aac6-72ff90961bf8","code":"all_day","due_on":"2026-12-10","mandatory":false},{"task_id":"01a21552-87bd-739c-aac6-73008c5986e9","code":"hours","due_on":"2026-12-10","mandatory":false},{"task_id":"01a21552-87be-713d-b056-5836a31ccc22","code":"network","due_on":"2027-01-25","mandatory":false},{"task_id":"01a21552-87be-713d-b056-58371c8216ff","code":"kita","due_on":"2027-01-25","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583851dc3a24","code":"kaoa","due_on":"2027-01-25","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583a34934464","code":"site_analysis","due_on":"2027-02-24","mandatory":false},{"task_id":"01a21552-87be-713d-b056-583d1c08977b","code":"entry_course","due_on":"2027-05-25","mandatory":false}]}','sent',1,1,'2026-11-26 00:47:40.028267',NULL,NULL,'01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811d8ef7c86ac','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.143115','01a21552870c7040acdf824c214fbbfe',NULL,NULL);
INSERT INTO "letters" VALUES('01a2155287fc7735b68811d96d76bc56','01a2155287fc7735b68811cbb12bf5f6','05978004','01a21552870c7040acdf824dc897ed9b','01a2155287bd739caac672e51a8c54ef','tasks','youth_office','01a215528540723082e97b67bfb84ed5','{"template_id":"0197f000-0000-7000-8000-000000000101","tasks":[{"task_id":"01a21552-87bd-739c-aac6-72fd16b3636f","code":"child_protection","due_on":"2026-12-10","mandatory":true},{"task_id":"01a21552-87be-713d-b056-582d065d4252","code":"youth_office_visit","due_on":"2026-12-17","mandatory":true}]}','sent',1,1,'2026-11-26 00:47:40.028267',NULL,NULL,'01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811da376417e5','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.143115','01a21552870c7040acdf824c214fbbfe',NULL,NULL);
INSERT INTO "letters" VALUES('01a2155287fc7735b68811dbb20321d3','01a2155287fc7735b68811cbb12bf5f6','05978004','01a21552870c7040acdf824dc897ed9b','01a2155287bd739caac672e51a8c54ef','tasks','buddy','01a215528540723082e97b67bfb84ed5','{"template_id":"0197f000-0000-7000-8000-000000000101","tasks":[{"task_id":"01a21552-87be-713d-b056-5835613c8f7d","code":"shadowing","due_on":"2027-01-11","mandatory":false}]}','sent',1,1,'2026-11-26 00:47:40.028267',NULL,NULL,'01a21552870c7040acdf824ee1cc58f3','01a2155287fc7735b68811dc6db363e3','2026-11-26 00:47:40.028267','2026-11-26 00:47:40.143115','01a21552870c7040acdf824c214fbbfe',NULL,NULL);
CREATE TABLE messaging_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT messaging_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "messaging_version" VALUES('20261122_outbox_inbox_parked');
CREATE TABLE organizations (
	organization_id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	version BIGINT NOT NULL, 
	kind VARCHAR(20) NOT NULL, 
	name VARCHAR NOT NULL, 
	school_number VARCHAR(6), 
	contacts JSON NOT NULL, 
	PRIMARY KEY (organization_id)
);
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d1f922261c','05978004',1,'municipality','Stadt Bergkamen',NULL,'[{"role":"coordinator","person_id":"cec1681e-de5e-46eb-885c-d6e57c246d7e"},{"role":"it","person_id":"f12cb41c-6aab-4d63-839c-89a7be91579a"},{"role":"school_authority","person_id":"036bfb83-bd89-4eae-9f88-eb3633340d42"},{"role":"youth_office","person_id":"391eefd3-de91-4665-8a7b-1f7ae9d42815"}]');
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d2e9ab6fdb','05978004',1,'carrier','AWO Bildung und Lernen gGmbH Kreis Unna',NULL,'[{"role":"carrier","person_id":"daa9eb1f-5b90-4353-ac11-c65ee82a9b9e"}]');
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d3835e40a9','05978004',1,'carrier','Ev. Kirchenkreis Unna',NULL,'[{"role":"carrier","person_id":"41ead771-413e-4a2a-ab9d-6987c350d581"}]');
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d43d363c57','05978004',1,'carrier','Kreis Unna',NULL,'[{"role":"carrier","person_id":"4ec61091-31e3-4278-9050-b4377fe9b418"}]');
INSERT INTO "organizations" VALUES('01a21552853f757fb6b6f5d542822faa','05978004',1,'carrier','Land Nordrhein-Westfalen',NULL,'[{"role":"carrier","person_id":"83dcb89a-9039-48e0-b6f5-ed232f0317e2"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b657f151716','05978004',1,'school_authority','Schulverwaltungsamt Bergkamen (Beispiel)',NULL,'[{"role":"school_authority","person_id":"765ab01f-c590-47ff-8a7e-7f21578e224c"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b668a760e34','05978004',1,'youth_welfare','Jugendamt Bergkamen (Beispiel)',NULL,'[{"role":"youth_office","person_id":"82d98873-fcfe-4a3a-bf8a-4725a48708dd"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b67bfb84ed5','05978004',1,'school','Grundschule am Lindenhain (Beispiel)','100001','[{"role":"head","person_id":"f278652e-74b4-44e1-b7d5-806283d0d743"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b684a460ab5','05978004',1,'school','Regenbogen-Grundschule (Beispiel)','100002','[{"role":"head","person_id":"4193f670-c3f6-4d3a-81df-89bb971b17ad"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b69930bd99f','05978004',1,'school','Hauptschule am Kanal (Beispiel)','100003','[{"role":"head","person_id":"b83f0689-c5a8-42d0-97b0-1fd22c68351c"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6a42e1a5df','05978004',1,'school','Realschule Oberaden (Beispiel)','100004','[{"role":"head","person_id":"df7b4850-b8da-4cfc-8508-4d758f6b9cee"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6be0c3fed6','05978004',1,'school','Sekundarschule am Stadtpark (Beispiel)','100005','[{"role":"head","person_id":"20888ad9-3120-4b83-b58c-e2bd48b9b601"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6c6f3ccb7f','05978004',1,'school','Willy-Brandt-Platz-Gesamtschule (Beispiel)','100006','[{"role":"head","person_id":"460f1ff5-f9f8-4b66-bd9a-79882dc2c7b3"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6d71e5dad4','05978004',1,'school','Gymnasium an der Bergehalde (Beispiel)','100007','[{"role":"head","person_id":"71634ba7-fa95-4e7b-883b-8486dd46bfc4"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6e2f11152e','05978004',1,'school','Förderzentrum Nordberg (Beispiel)','100008','[{"role":"head","person_id":"65e053c5-aa0b-4117-b8bf-f05bf2b8efeb"}]');
INSERT INTO "organizations" VALUES('01a215528540723082e97b6f24c979a6','05978004',1,'school','Berufskolleg am Hellweg (Beispiel)','100009','[{"role":"head","person_id":"4a121e56-05f2-4bcc-a608-23809949562f"}]');
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
INSERT INTO "parked" VALUES(1,'directory.events',0,61,'01a21552-8a92-71dd-b34b-527e8b10d54b','01a215528a9271ddb34b52824dc75c41','directory.worker-hired.v1','05978004','01a215528a9271ddb34b5283724bc973',X'30316132313535322D386139322D373164642D623334622D353237653862313064353462',X'7B22776F726B65725F6964223A2022303030303030303030303030303030303030303030303030303030303030303030303030222C20226E6F7465223A202242657267737472C3A4C39F65203C623E227D','[["ce_specversion", "1.0"], ["ce_id", "01a21552-8a92-71dd-b34b-52824dc75c41"], ["ce_type", "directory.worker-hired.v1"], ["ce_source", "/directory"], ["ce_time", "2026-12-01T09:30:12.345000+00:00"], ["ce_tenant", "05978004"], ["ce_correlationid", "01a21552-8a92-71dd-b34b-5283724bc973"], ["content-type", "application/json"]]','["remember_employment", "welcome_worker"]','failed','the body has a wrong shape at: carrier_id, funding, placements, start_date, worker_id','',0,'2026-11-26 00:47:40.730245',NULL);
INSERT INTO "parked" VALUES(2,'directory.events',0,62,'01a21552-8a92-71dd-b34b-527e8b10d54b','01a215528a9271ddb34b52850657016c','directory.worker-departed.v1','05978004','01a215528a9271ddb34b5283724bc973',X'30316132313535322D386139322D373164642D623334622D353237653862313064353462',X'7B22776F726B65725F6964223A2230316132313535322D386139322D373164642D623334622D353237653862313064353462222C22636172726965725F6964223A2230316132313535322D386139322D373164642D623334622D353238343566636237383239222C226C6173745F646179223A22323032362D30362D3330222C22726561736F6E223A2272657369676E6174696F6E222C22656D706C6F796D656E745F6964223A6E756C6C7D','[["ce_specversion", "1.0"], ["ce_id", "01a21552-8a92-71dd-b34b-52850657016c"], ["ce_type", "directory.worker-departed.v1"], ["ce_source", "/directory"], ["ce_time", "2026-12-01T09:30:13.345000+00:00"], ["ce_tenant", "05978004"], ["ce_correlationid", "01a21552-8a92-71dd-b34b-5283724bc973"], ["content-type", "application/json"]]','["remember_last_day", "withdraw_after_departure"]','waiting','behind a parked message','',0,'2026-11-26 00:47:40.730245',NULL);
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
	tenant VARCHAR(8) NOT NULL, 
	version BIGINT NOT NULL, 
	given_name VARCHAR NOT NULL, 
	family_name VARCHAR NOT NULL, 
	email VARCHAR NOT NULL, 
	PRIMARY KEY (person_id)
);
INSERT INTO "people" VALUES('036bfb83bd894eae9f88eb3633340d42','05978004',1,'Dirk','Osthoff','dirk.osthoff@example.org');
INSERT INTO "people" VALUES('f12cb41c6aab4d63839c89a7be91579a','05978004',1,'Jonas','Wiechert','it.schulen@example.org');
INSERT INTO "people" VALUES('cec1681ede5e46eb885cd6e57c246d7e','05978004',1,'Marlene','Brüggemann','marlene.brueggemann@example.org');
INSERT INTO "people" VALUES('391eefd3de9146658a7b1f7ae9d42815','05978004',1,'Sabine','Terhorst','sabine.terhorst@example.org');
INSERT INTO "people" VALUES('daa9eb1f5b904353ac11c65ee82a9b9e','05978004',1,'Petra','Niehues','petra.niehues@example.org');
INSERT INTO "people" VALUES('41ead771413e4a2aab9d6987c350d581','05978004',1,'Matthias','Grewe','matthias.grewe@example.org');
INSERT INTO "people" VALUES('4ec6109131e342789050b4377fe9b418','05978004',1,'Anja','Lohmeier','anja.lohmeier@example.org');
INSERT INTO "people" VALUES('83dcb89a903948e0b6f5ed232f0317e2','05978004',1,'Ulrich','Sander','ulrich.sander@example.org');
INSERT INTO "people" VALUES('765ab01fc59047ff8a7e7f21578e224c','05978004',1,'Dirk','Osthoff','dirk.osthoff@example.org');
INSERT INTO "people" VALUES('82d98873fcfe4a3abf8a4725a48708dd','05978004',1,'Sabine','Terhorst','sabine.terhorst@example.org');
INSERT INTO "people" VALUES('f278652e74b444e1b7d5806283d0d743','05978004',1,'Claudia','Reinders','claudia.reinders@example.org');
INSERT INTO "people" VALUES('4193f670c3f64d3a81df89bb971b17ad','05978004',1,'Thomas','Averbeck','thomas.averbeck@example.org');
INSERT INTO "people" VALUES('b83f0689c5a842d097b01fd22c68351c','05978004',1,'Birgit','Schulte-Mönning','birgit.schulte-moenning@example.org');
INSERT INTO "people" VALUES('df7b4850b8da4cfc85084d758f6b9cee','05978004',1,'Henning','Ostermann','henning.ostermann@example.org');
INSERT INTO "people" VALUES('20888ad931204b83b58ce2bd48b9b601','05978004',1,'Ayşe','Yıldırım','ayse.yildirim@example.org');
INSERT INTO "people" VALUES('460f1ff5f9f84b66bd9a79882dc2c7b3','05978004',1,'Martin','D''Angelo','martin.dangelo@example.org');
INSERT INTO "people" VALUES('71634ba7fa954e7b883b8486dd46bfc4','05978004',1,'Katrin','Hülsmann','katrin.huelsmann@example.org');
INSERT INTO "people" VALUES('65e053c5aa0b4117b8bff05bf2b8efeb','05978004',1,'Ralf','Petersmann','ralf.petersmann@example.org');
INSERT INTO "people" VALUES('4a121e5605f24bcca60823809949562f','05978004',1,'Monika','Stratmann','monika.stratmann@example.org');
INSERT INTO "people" VALUES('01a21552870c7040acdf824dc897ed9b','05978004',1,'Mara','Özgür-O''Neill','mara@example.org');
CREATE TABLE placements (
	employment_id CHAR(32) NOT NULL, 
	valid_from DATE NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	worker_id CHAR(32) NOT NULL, 
	school_ids JSON NOT NULL, 
	PRIMARY KEY (employment_id, valid_from)
);
CREATE TABLE service_version (
	version_num VARCHAR(32) NOT NULL, 
	CONSTRAINT service_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "service_version" VALUES('20261125_causes_pauses_leases');
CREATE TABLE templates (
	template_id CHAR(32) NOT NULL, 
	tenant VARCHAR(8) NOT NULL, 
	version BIGINT NOT NULL, 
	tasks JSON NOT NULL, 
	PRIMARY KEY (template_id)
);
INSERT INTO "templates" VALUES('0197f000000070008000000000000101','00000000',1,'[{"code":"placement_notice","title":"Einsatzmeldung: Schule(n), Stunden, Finanzierung, Befristung"},{"code":"qualification","title":"Qualifikation und staatliche Anerkennung geprüft (nur Vermerk)"},{"code":"good_conduct","title":"Erweitertes Führungszeugnis eingesehen (nur Datum)"},{"code":"measles","title":"Masernschutz nachgewiesen (nur Vermerk)"},{"code":"office","title":"Büro/Beratungsraum, abschließbar und vertraulich"},{"code":"furniture","title":"Möbel und abschließbarer Schrank"},{"code":"announce","title":"Ankündigung an Kollegium, Sekretariat, Hausmeister, OGS"},{"code":"buddy","title":"Patin/Pate benannt, Kontakt hergestellt"},{"code":"computer","title":"Dienst-PC mit Verschlüsselung, Drucker"},{"code":"phone","title":"Diensthandy mit Mailbox"},{"code":"accounts","title":"IT-Konten: E-Mail, Schulplattform"},{"code":"keys","title":"Schlüssel, Transponder, Alarmcode"},{"code":"greeting","title":"Persönliche Begrüßung und Rundgang"},{"code":"directory_entry","title":"Verzeichniseintrag, Sichtbarkeit wählt die Fachkraft"},{"code":"secrecy","title":"Unterweisung Schweigepflicht (§ 203 StGB)"},{"code":"privacy","title":"Verpflichtung auf Datenschutz"},{"code":"dates","title":"Nächster Arbeitskreis, Fachtag und Einstiegsqualifizierung gebucht"},{"code":"safety","title":"Arbeitsschutz, Brandschutz, Erste Hilfe"},{"code":"child_protection","title":"Kinderschutzverfahren (§ 8a SGB VIII)"},{"code":"role","title":"Rollen- und Auftragsklärung Schule-Träger"},{"code":"all_day","title":"OGS-Leitung kennengelernt, Regeltermin vereinbart"},{"code":"hours","title":"Sprechzeiten, Aushang, Schulhomepage"},{"code":"youth_office_visit","title":"Antrittsgespräch ASD/Jugendamt, zuständige Person benannt"},{"code":"crisis","title":"Krisenteam, Notfallordner, Meldewege"},{"code":"conference","title":"Vorstellung in Lehrer- und Schulkonferenz"},{"code":"consultation","title":"Erstgespräch Fachberatung"},{"code":"agreement","title":"Kooperationsvereinbarung erläutert"},{"code":"but","title":"BuT-Verfahren und zuständige Stelle"},{"code":"shadowing","title":"Hospitation bei erfahrener Fachkraft"},{"code":"network","title":"Netzwerkbesuche (Beratungsstellen, Schulpsychologie, ...)"},{"code":"kita","title":"Abgebende KiTas und Übergangsformat kennengelernt"},{"code":"kaoa","title":"Berufsorientierung (KAoA) und Agentur für Arbeit kennengelernt"},{"code":"supervision","title":"Supervision/kollegiale Beratung zugeordnet"},{"code":"site_analysis","title":"Standort- und Sozialraumanalyse"},{"code":"targets","title":"Zielvereinbarung/Standortkonzept besprochen"},{"code":"entry_course","title":"Einstiegsqualifizierung (3 Tage) besucht"},{"code":"close","title":"Abschluss der Einarbeitung"}]');
CREATE UNIQUE INDEX parked_arrival ON parked (topic, partition, "offset");
CREATE INDEX parked_open ON parked (topic, order_key, position);
CREATE INDEX kept_mails_worker ON kept_mails (worker_id);
CREATE INDEX organizations_kind ON organizations (tenant, kind);
CREATE INDEX kept_mail_mentions_person ON kept_mail_mentions (person_id);
CREATE INDEX ix_employments_worker_id ON employments (worker_id);
CREATE INDEX ix_placements_worker_id ON placements (worker_id);
CREATE INDEX letters_worker ON letters (worker_id);
CREATE INDEX letters_due ON letters (state, priority, not_before);
CREATE INDEX letters_onboarding ON letters (onboarding_id);
CREATE INDEX letters_group ON letters (group_id);
CREATE INDEX letters_waiting ON letters (waits_for) WHERE waits_for IS NOT NULL;
CREATE INDEX letters_employment ON letters (employment_id);
CREATE INDEX given_up_cause ON given_up (cause, letter_id);
COMMIT;
