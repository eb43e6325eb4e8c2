.PHONY: up test check train status new-bot lock bench-bank bench-handoff

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

bench-bank: ; @sh tools/bootstrap.sh && .venv/bin/python -m tests.bench.bank
bench-handoff: ; @sh tools/bootstrap.sh && .venv/bin/python -m tests.bench.handoff
