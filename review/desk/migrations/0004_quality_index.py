from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("desk", "0003_core_waiting_index")]

    operations = [
        migrations.AddIndex(
            model_name="item",
            index=models.Index(
                fields=["state", "kind", "choice", "closed_at", "opened_at", "batch", "region"],
                name="item_quality",
            ),
        ),
    ]
