from __future__ import annotations

from django.db import migrations


class Migration(migrations.Migration):
    """Uploads are counted where all tries are (`accounts.TryCount`); the counts of the last ten minutes begin anew."""

    dependencies = [("documents", "0005_kept_uploads")]

    operations = [migrations.DeleteModel("UploadCount")]
