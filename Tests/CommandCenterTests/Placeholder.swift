// Tests of the command center, by pane.
