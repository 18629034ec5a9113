-- The two roles of the portal, for psql, in the database it is connected to. May be run again.
--
--   owner  owns the database and its tables: `migrate` and nothing else
--   web    the application: reads and writes rows, owns nothing; cannot alter a table, switch off a trigger or TRUNCATE
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

ALTER DATABASE :"DBNAME" OWNER TO owner;
CREATE EXTENSION IF NOT EXISTS unaccent;
CREATE EXTENSION IF NOT EXISTS pg_trgm;
CREATE EXTENSION IF NOT EXISTS btree_gist;
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT SELECT, INSERT, UPDATE, DELETE ON TABLES TO web;
ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT USAGE, SELECT ON SEQUENCES TO web;
-- ANALYZE, where a server knows this right (17 and newer): whoever writes a whole season in one transaction tells the planner of it in between.
SELECT current_setting('server_version_num')::int >= 170000 AS knows_maintain \gset
\if :knows_maintain
    ALTER DEFAULT PRIVILEGES FOR ROLE owner GRANT MAINTAIN ON TABLES TO web;
\endif
