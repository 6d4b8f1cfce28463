# Few verbs; `make check` is what CI runs. PREFIX and DESTDIR say where `install` puts things.
PREFIX = /usr/local
prefix = $(DESTDIR)$(PREFIX:~/%=$(HOME)/%)

# What is installed, below the prefix: each is made below .build/stage first, and `uninstall` removes just these.
bash = share/bash-completion/completions/rmtop
zsh = share/zsh/site-functions/_rmtop
fish = share/fish/vendor_completions.d/rmtop.fish
manual = share/man/man1/rmtop.1
installed = bin/rmtop $(manual) $(bash) $(zsh) $(fish)
stage = .build/stage

.PHONY: build test check format fuzz pictures install uninstall

build:
	swift build -c release --product rmtop

test:
	swift test

check:
	.ci/run

format:
	swift format -i -r Sources Tests Package.swift

# FUZZ_SECONDS=60 of each target; executions a second are printed.
fuzz:
	Tests/fuzz

# The pictures of the README, from the program itself: a run that records them fails, the next one compares them.
pictures:
	-RMTOP_UPDATE_GOLDEN=1 swift test --filter 'FilmTests|ReadmeTests'
	swift test --skip-build --filter 'FilmTests|ReadmeTests'

install: build
	swift package generate-manual
	mkdir -p $(addprefix $(stage)/,$(dir $(installed)))
	cp .build/release/rmtop $(stage)/bin
	cp .build/plugins/GenerateManual/outputs/rmtop/rmtop.1 $(stage)/$(manual)
	.build/release/rmtop --generate-completion-script bash >$(stage)/$(bash)
	.build/release/rmtop --generate-completion-script zsh >$(stage)/$(zsh)
	.build/release/rmtop --generate-completion-script fish >$(stage)/$(fish)
	@set -e; for file in $(installed); do \
	  case $$file in bin/*) mode=755 ;; *) mode=644 ;; esac; \
	  mkdir -p "$(prefix)/$${file%/*}"; \
	  install -m $$mode "$(stage)/$$file" "$(prefix)/$$file"; \
	  echo "installed $(prefix)/$$file"; \
	done
	@echo "zsh finds its completions where $(prefix)/share/zsh/site-functions is in fpath"

uninstall:
	@for file in $(installed); do rm -f "$(prefix)/$$file"; done
