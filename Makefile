# The commands for working on smime-presence. `make help` lists them.
.DEFAULT_GOAL := help
.PHONY: help demo install uninstall deb test-deb test test-browser test-postgresql test-bouncycastle test-compat test-sarif test-service test-cluster soak-service test-kamailio demo-kamailio bench-kamailio lint bench bench-service asan tsan fuzz pkits docs testca

help: ## print this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-18s%s\n", $$1, $$2 }' Makefile

demo: ## install the libraries, build, and show one PUBLISH and one NOTIFY end to end
	scripts/install-libraries build
	scripts/demo

install: ## install program, man pages and completions below PREFIX (/usr/local); DESTDIR is put before it
	PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" scripts/install

uninstall: ## remove what 'make install' with the same PREFIX has installed
	PREFIX="$(PREFIX)" DESTDIR="$(DESTDIR)" scripts/install uninstall

deb: ## make the Debian package in .build/deb, and check it with lintian
	scripts/install-libraries deb
	scripts/deb

test-deb: ## install, upgrade and purge the packages of 'make deb' in a new Debian 12, and run demo and service there; needs root
	scripts/test-deb

test: ## install what the tests need, build, and run all tests
	scripts/install-libraries test
	swift build --build-tests
	swift test --skip-build --disable-xctest --quiet

test-browser: ## install Chromium and tshark, and run the tests of pages and captures that need them
	scripts/install-libraries browser
	swift build --build-tests
	swift test --skip-build --disable-xctest --quiet --filter BrowserTests --filter PacketCaptureTests

test-postgresql: ## run the tests of the store against a PostgreSQL server started for them
	scripts/install-libraries postgresql
	scripts/test-postgresql

test-bouncycastle: ## install a JDK and Bouncy Castle, and exchange signatures with it
	scripts/install-libraries bouncycastle
	swift build --build-tests
	swift test --skip-build --disable-xctest --quiet --filter BouncyCastleTests

test-compat: ## build version 0.1, and let it and today's program open each other's messages
	scripts/install-libraries build
	scripts/test-compat

test-service: ## run the tests of the service, its interface by schemathesis, and 50 kills under load
	scripts/install-libraries service
	scripts/test-service

test-cluster: ## send MESSAGES (10000) to three services of one PostgreSQL store, which restarts and fails; needs root
	scripts/install-libraries postgresql
	scripts/test-service-cluster

test-kamailio: ## install Kamailio and tshark, and show PUBLISH and NOTIFY between two edges; needs root
	scripts/install-libraries kamailio
	scripts/test-kamailio

bench-kamailio: ## measure PUBLISH and NOTIFY behind Kamailio's edge next to what they must cost
	scripts/install-libraries kamailio
	scripts/bench-kamailio

demo-kamailio: ## show what an eavesdropper reads beside Kamailio, before and after; needs root
	scripts/install-libraries kamailio
	scripts/demo-kamailio

soak-service: ## kill the service 500 times under load, open a million messages (KILLS, MESSAGES), and try bad clients and disks
	scripts/install-libraries service
	scripts/soak-service

test-sarif: ## validate the SARIF of 'exposure' with the schema of OASIS
	scripts/install-libraries build
	scripts/test-sarif

lint: ## check format, imports between rooms, and the rules for source files
	scripts/lint

bench: ## measure protect, open and the store next to the bare primitives
	scripts/install-libraries build
	scripts/build-release --product smime-presence
	scripts/build-release --product Benchmarks
	$$(scripts/build-release --show-bin-path)/Benchmarks

bench-service: ## measure the service next to its agents in one process
	scripts/install-libraries build
	scripts/build-service
	scripts/build-service --product ServiceBenchmarks
	bin=$$(scripts/build-service --show-bin-path) && "$$bin/ServiceBenchmarks" "$$bin/smime-presenced"

asan: ## run all tests under the address sanitizer
	scripts/install-libraries test
	LSAN_OPTIONS=suppressions=scripts/asan-suppressions:print_suppressions=0 \
	    swift test --sanitize=address --scratch-path .build/asan --disable-xctest --quiet

tsan: ## run the tests of shared state under the thread sanitizer
	scripts/install-libraries test
	scripts/sanitized thread

fuzz: ## run each fuzz target for FUZZ_SECONDS (600); needs libFuzzer
	scripts/install-libraries build
	scripts/fuzz

pkits: ## run NIST's test suite of path validation, 224 cases
	scripts/install-libraries build
	scripts/pkits

docs: ## make the documentation of the libraries, in .build/docs
	scripts/install-libraries build
	scripts/docs

testca: ## regenerate certs/testca with new keys
	swift build --product smime-presence
	SMIME_PRESENCE=$$(swift build --show-bin-path)/smime-presence scripts/make-testca
