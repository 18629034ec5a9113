"""A score may only name points that are a level of its criterion: the composite foreign key that Django's models cannot say."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [
        ("assessments", "0001_initial"),
    ]

    operations = [
        migrations.RunSQL(
            sql="""
                ALTER TABLE assessments_score
                    ADD CONSTRAINT score_points_are_a_level
                    FOREIGN KEY (criterion_id, points) REFERENCES assessments_level (criterion_id, points)
            """,
            reverse_sql="ALTER TABLE assessments_score DROP CONSTRAINT score_points_are_a_level",
        ),
    ]
