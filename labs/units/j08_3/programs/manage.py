"""Django's commands: `manage.py check --settings lost.settings`."""

import sys

from django.core.management import execute_from_command_line

execute_from_command_line(sys.argv)
