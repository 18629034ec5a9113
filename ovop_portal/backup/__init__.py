"""The whole house, kept elsewhere and put back: the database and the files, of one moment.

A backup is a folder that nobody writes into any more once it is made:

    manifest.json    what belongs to it, with sizes and hashes; written last, so that a folder without one is no backup
    database.dump    the database, in the format of `pg_dump --format=custom`
    berkas/ab/ab…    each upload under the hash of its bytes, as on the storage

It holds everything that the portal knows of people: its folders and files are closed to other accounts, and with a key (BACKUP_KEY) everything but the
manifest is sealed. Not in it: sessions and what waits for a form that was refused, which live for hours; small pictures, which are made again; and the secrets
of the environment.
"""
