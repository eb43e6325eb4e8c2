.PHONY: up test check train status new-bot lock bench bench-bank bench-handoff nlu-report graph

HANDOFF = sh tools/bootstrap.sh && .venv/bin/handoff

up:      ; @$(HANDOFF) up
test:    ; @$(HANDOFF) test
check:   ; @$(HANDOFF) check
train:   ; @$(HANDOFF) train
status:  ; @$(HANDOFF) status
# make new-bot NAME=moodbot PORT=5007 [TITLE="Mood Assistant"]; the shell reads the values as they are, quotes and all
new-bot:
	@[ -n "$$NAME" ] && [ -n "$$PORT" ] || { echo 'Say which bot: make new-bot NAME=moodbot PORT=5007' >&2; exit 2; }
	@$(HANDOFF) new-bot --port="$$PORT" --title="$$TITLE" -- "$$NAME"
lock:    ; @sh tools/lock.sh

# make bench [OPTIONS="--tiny"]: our bots against the same bots with Rasa's default pipeline; --help lists the options
bench: ; @sh tools/bootstrap.sh && .venv/bin/python -m bench.speed $(OPTIONS)
bench-bank: ; @sh tools/bootstrap.sh && .venv/bin/python -m bench.bank
bench-handoff: ; @sh tools/bootstrap.sh && .venv/bin/python -m bench.handoff

# make nlu-report [OPTIONS="--keep"]: how well the trained models understand, as var/nlu-report/index.html
nlu-report: ; @sh tools/bootstrap.sh && .venv/bin/python -m tests.understanding.report $(OPTIONS)
# the pictures of docs/graphs.md, from the bots' rules
graph: ; @sh tools/bootstrap.sh && .venv/bin/python -m tools.draw_graphs
