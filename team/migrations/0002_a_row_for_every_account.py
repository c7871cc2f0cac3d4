"""Every account that was there before the team's room gets its row of ours."""

from typing import Any

from django.db import migrations


def give_rows(apps: Any, schema_editor: Any) -> None:
    """One row for each account that has none."""
    using = schema_editor.connection.alias
    member = apps.get_model("team", "Member").objects.using(using)
    for user in apps.get_model("auth", "User").objects.using(using).filter(member__isnull=True):
        member.create(user=user)


class Migration(migrations.Migration):
    dependencies = [("team", "0001_members"), ("auth", "0012_alter_user_first_name_max_length")]
    operations = [migrations.RunPython(give_rows, migrations.RunPython.noop)]
