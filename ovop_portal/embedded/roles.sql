-- The two roles of the portal, for psql, in the database it is connected to. May be run again.
--
--   owner  owns the database and its tables: `migrate` and nothing else
--   web    the application: reads and writes rows, owns nothing; cannot alter a table, switch off a trigger, TRUNCATE, or make an object of its own
--
-- What web may do with each table stands beside the models (`common/rights.py`), and `migrate` lays it down.
--
-- Passwords are taken from OVOP_OWNER_PASSWORD and OVOP_WEB_PASSWORD where these are set (docker-compose.yml); the embedded server needs none, because
-- its socket lies in a folder that only its user may enter.

\set ON_ERROR_STOP on
\getenv owner_password OVOP_OWNER_PASSWORD
\getenv web_password OVOP_WEB_PASSWORD

-- CREATEDB: the tests make a database of their own.
SELECT 'CREATE ROLE owner LOGIN CREATEDB' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'owner') \gexec
SELECT 'CREATE ROLE web LOGIN' WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'web') \gexec
\if :{?owner_password}
    ALTER ROLE owner PASSWORD :'owner_password';
\endif
\if :{?web_password}
    ALTER ROLE web PASSWORD :'web_password';
\endif

-- A role may set defaults for itself, which every session of it begins with (`/health/ready` tells of them, as "role"): none but these hold.
ALTER ROLE web RESET ALL;
ALTER ROLE web IN DATABASE :"DBNAME" RESET ALL;
-- What the application did wrong it hears itself; the server's log would keep the wrong value in the words of the error.
ALTER ROLE web SET log_min_messages = log;
ALTER DATABASE :"DBNAME" OWNER TO owner;
-- A temporary table may stand before the real one of its name: neither guards nor queries of ours are to meet one. Nothing of ours needs any.
REVOKE CREATE, TEMPORARY ON DATABASE :"DBNAME" FROM PUBLIC, web;
REVOKE CREATE ON SCHEMA public FROM PUBLIC, web;
-- No files inside the database, no locks that outlive their transaction, no ending of the other processes' sessions.
REVOKE EXECUTE ON FUNCTION
    lo_creat(int), lo_create(oid), lo_from_bytea(oid, bytea),
    pg_advisory_lock(bigint), pg_advisory_lock(int, int), pg_advisory_lock_shared(bigint), pg_advisory_lock_shared(int, int),
    pg_try_advisory_lock(bigint), pg_try_advisory_lock(int, int), pg_try_advisory_lock_shared(bigint), pg_try_advisory_lock_shared(int, int),
    pg_cancel_backend(int), pg_terminate_backend(int, bigint)
FROM PUBLIC;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER DEFAULT PRIVILEGES FOR ROLE owner REVOKE DELETE ON TABLES FROM web;
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT SELECT, INSERT, UPDATE ON TABLES TO web;
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT USAGE, SELECT ON SEQUENCES TO web;
-- ANALYZE, where a server knows this right (17 and newer): whoever writes a whole season in one transaction tells the planner of it in between.
SELECT current_setting('server_version_num')::int >= 170000 AS knows_maintain \gset
\if :knows_maintain
    ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT MAINTAIN ON TABLES TO web;
\endif
