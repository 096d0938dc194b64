"""The rows of a case an action works on: one class a table, with the columns it needs; a whole row adds the rest."""
