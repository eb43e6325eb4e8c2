.PHONY: up test check train status lock bench-bank

HANDOFF = sh tools/bootstrap.sh && .venv/bin/handoff

up:      ; @$(HANDOFF) up
test:    ; @$(HANDOFF) test
check:   ; @$(HANDOFF) check
train:   ; @$(HANDOFF) train
status:  ; @$(HANDOFF) status
lock:    ; @sh tools/lock.sh

bench-bank: ; @sh tools/bootstrap.sh && .venv/bin/python -m tests.bench.bank
