-- One service's database: owned by the role that migrates, used by the service's own role, which may
-- read and change rows and nothing else, and closed to everybody else. Again is no harm: passwords follow.
-- psql -v service=directory -v owner=migration, passwords in SERVICE_PASSWORD and OWNER_PASSWORD.
\set ON_ERROR_STOP on
\getenv service_password SERVICE_PASSWORD
\getenv owner_password OWNER_PASSWORD

SELECT format('CREATE ROLE %I', :'owner') WHERE NOT EXISTS
  (SELECT FROM pg_roles WHERE rolname = :'owner') \gexec
ALTER ROLE :"owner" LOGIN PASSWORD :'owner_password';
SELECT format('CREATE ROLE %I', :'service') WHERE NOT EXISTS
  (SELECT FROM pg_roles WHERE rolname = :'service') \gexec
ALTER ROLE :"service" LOGIN PASSWORD :'service_password';
-- What a refusal says to the service names the values of the row; the server's log does not repeat them.
ALTER ROLE :"owner" SET log_error_verbosity = terse;
ALTER ROLE :"service" SET log_error_verbosity = terse;
-- As this role a service looks for the people of one municipality: below its walls (shared/database/walls.py).
-- Nobody logs in as it, and the service is not bound by them unless it chooses the role: it inherits nothing.
SELECT 'CREATE ROLE one_municipality NOLOGIN' WHERE NOT EXISTS
  (SELECT FROM pg_roles WHERE rolname = 'one_municipality') \gexec
ALTER ROLE :"service" NOINHERIT;
GRANT one_municipality TO :"service", :"owner";
SELECT format('CREATE DATABASE %I OWNER %I', :'service', :'owner') WHERE NOT EXISTS
  (SELECT FROM pg_database WHERE datname = :'service') \gexec
REVOKE ALL ON DATABASE :"service" FROM PUBLIC;
GRANT CONNECT ON DATABASE :"service" TO :"service";

\connect :"service"
REASSIGN OWNED BY :"service" TO :"owner";
REVOKE ALL ON SCHEMA public FROM PUBLIC;
GRANT USAGE ON SCHEMA public TO :"service", one_municipality;
GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO :"service";
SELECT format('REVOKE UPDATE, DELETE, TRUNCATE ON audit FROM %I', :'service')
  WHERE to_regclass('public.audit') IS NOT NULL \gexec
SELECT format('REVOKE UPDATE, DELETE, TRUNCATE ON audit_seals FROM %I', :'service')
  WHERE to_regclass('public.audit_seals') IS NOT NULL \gexec
SELECT format('GRANT EXECUTE ON FUNCTION expire_audit(timestamptz, integer) TO %I', :'service')
  WHERE to_regprocedure('public.expire_audit(timestamptz, integer)') IS NOT NULL \gexec
GRANT USAGE ON ALL SEQUENCES IN SCHEMA public TO :"service";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public
  GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO :"service";
ALTER DEFAULT PRIVILEGES FOR ROLE :"owner" IN SCHEMA public GRANT USAGE ON SEQUENCES TO :"service";
