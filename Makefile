# melisma: `make play` and `make test` are the two commands.
#
# Both install what the system lacks (sound headers, pkg-config), where root or sudo allow it, and otherwise print the one
# line to run. Both build the one release profile. JACK is built in where its headers are found.

CARGO    ?= cargo
PREFIX   ?= /usr/local
DESTDIR  ?=
FEATURES  = $(shell pkg-config --exists jack 2>/dev/null && echo jack)
BUILD     = $(CARGO) build --release --features "$(FEATURES)"
NEXTEST   = $(shell $(CARGO) nextest --version >/dev/null 2>&1 && echo yes)

.PHONY: play build test lint bars install packages test-packages clean

play: packages
	$(BUILD)
	target/release/melisma $(SET)

build: packages
	$(BUILD)

# --no-fail-fast: one run names every failure. The tests that start the program build it too.
test: test-packages
ifeq ($(NEXTEST),yes)
	$(CARGO) nextest run --release --features "$(FEATURES)" --no-fail-fast
else
	$(CARGO) test --release --features "$(FEATURES)" --no-fail-fast
endif

lint: packages
	$(CARGO) fmt --check
	$(CARGO) clippy --release --features "$(FEATURES)" --all-targets -- -D warnings

# What is too long for every commit: scores, benches, long runs. Prints one table: bar, figure, holds or not.
bars: test-packages
	$(BUILD)
	tools/bars $(BAR)

install: build
	install -D -m 755 target/release/melisma "$(DESTDIR)$(PREFIX)/bin/melisma"
	install -D -m 644 LICENSE "$(DESTDIR)$(PREFIX)/share/licenses/melisma/LICENSE"
	install -D -m 644 models/THIRD-PARTY-DATA.txt "$(DESTDIR)$(PREFIX)/share/licenses/melisma/THIRD-PARTY-DATA.txt"

packages:
	@tools/packages play

test-packages:
	@tools/packages test

clean:
	$(CARGO) clean
