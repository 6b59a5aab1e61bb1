# SPDX-License-Identifier: GPL-2.0-or-later
# A proof: text, short text, JSON, and what is kept.
. "$(dirname "$CASE")/machine.inc"
play
trial --defer $calls --keep boots | sed 's/took [0-9.]* s/took N s/'
wc -l boots/*.log boots/*.inventory boots/*.first boots/*.status | sed 's/^ *//'
trial --defer $calls -q --top 1
trial --defer $calls --json -o trial.json
"$BUILD/tests/tools/jsonpick" trial.json schema passed clock verdict before after delta_us saving_measured_us \
	saving_predicted_us first_job_us deferred inventory messages gate
"$BUILD/tests/tools/jsonpick" trial.json 'initcalls.[change=deferred].name'
trial --defer $calls --html page.html -o text
grep -c '<html' page.html
