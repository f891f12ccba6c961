# zoneferry: make, make demo, make check. Everything is built below build/.
#
# all        build/zoneferry, build/zoneferry-textconv, build/libzoneferry.a and .so
# demo       installs what is missing, builds, fetches zones from simulated providers, compares
# check      installs what the tests need, builds with sanitizers, runs all tests
# lint       clang-format, clang-tidy, cppcheck, rooms, circles, names;  clang: a build by clang
# bench      speed against other tools;  fuzz: libFuzzer targets, SECONDS=300 each
# builds     what the compilers warn of: gcc -O3, i386 and musl (headers only), clang
# dist       build/zoneferry-VERSION.tar.gz;  deb: Debian packages in build/deb
# format, install (PREFIX, LIB, DESTDIR), uninstall, clean
#
# STRICT=1 makes warnings errors. CPPFLAGS, CFLAGS and LDFLAGS stand behind the project's own.

PREFIX ?= /usr/local
LIB ?= lib
DESTDIR ?=
CC ?= gcc
VERSION := $(shell sed -n 's/^.define ZF_VERSION "\(.*\)"/\1/p' include/zoneferry.h)
# Its number is raised when a program that was linked with it before would no longer run.
SHARED := libzoneferry.so.0
ROOMS := base dns document zone zonefile diff edit check git config http description mapping provider server \
	location plan apply fleet print output many library command batch cli
JOBS ?= $(shell nproc)

WARN := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes \
	-Wpointer-arith -Wcast-qual -Wwrite-strings -Wformat=2 -Wundef -Wvla $(if $(STRICT),-Werror)
# Who sets a level of fortification has the last word, and only x86 has CET.
HARDEN := $(if $(findstring _FORTIFY_SOURCE,$(CPPFLAGS) $(CFLAGS)),,-D_FORTIFY_SOURCE=2) \
	-fstack-protector-strong -fstack-clash-protection \
	$(if $(filter x86_64% i%86%,$(shell $(CC) -dumpmachine)),-fcf-protection)
SANITIZE := -fsanitize=address,undefined -fno-sanitize-recover=all -fno-omit-frame-pointer
STD := -std=c11 -D_GNU_SOURCE -fvisibility=hidden -pthread
LIBS := -lldns -lidn2 -lcurl -lcjson -lyaml -lexpat -lcrypto -lm -pthread

# make V=1 shows the commands.
Q := $(if $(V),,@)
SAY := $(if $(V),@:,@printf '  %s\n')

.DEFAULT_GOAL := all
.DELETE_ON_ERROR:
.SUFFIXES:

# What a room may know beside the public header and itself; through these, all that they know. Nothing
# else is on its include path: a wrong include doesn't build.
KNOWS_dns := base
KNOWS_document := base
KNOWS_zone := dns document
KNOWS_zonefile := diff
KNOWS_diff := zone
KNOWS_check := zonefile diff
KNOWS_edit := zonefile
KNOWS_git := zonefile
KNOWS_config := document
KNOWS_http := document
KNOWS_description := dns document
KNOWS_mapping := zone description
KNOWS_provider := mapping zonefile http config
KNOWS_server := diff
KNOWS_location := edit provider server
KNOWS_plan := diff mapping
KNOWS_apply := plan location
KNOWS_fleet := apply git
KNOWS_print := diff zonefile
KNOWS_output := print check plan
KNOWS_many := output fleet
KNOWS_library := location output
KNOWS_command := $(filter-out command batch cli,$(ROOMS))
KNOWS_batch := command
KNOWS_cli := batch
known = $(1) $(foreach r,$(KNOWS_$(1)),$(call known,$(r)))
$(foreach r,$(ROOMS),$(eval INC_$(r) := -Iinclude $(addprefix -Isrc/,$(sort $(call known,$(r))))))

DESCRIPTIONS := $(sort $(wildcard src/providers/*.json))
# What has a main of its own, in src/cli.
PROGRAMS := main textconv
# What init puts into a repository.
STARTER := $(sort $(wildcard scripts/git/*))
SOURCES := $(foreach r,$(ROOMS),$(sort $(wildcard src/$(r)/*.c)))
TEST_SOURCES := $(sort $(wildcard tests/*/test_*.c))
# Programs that TAP scripts call.
TOOL_SOURCES := $(sort $(wildcard tests/*/tool_*.c))
TEST_LIB := $(sort $(wildcard tests/support/*.c))
SIM_SOURCES := $(sort $(wildcard tests/sim/*.c))
SIM_HEADERS := $(wildcard tests/sim/*.h)
FUZZ_SOURCES := $(sort $(wildcard tests/fuzz/fuzz_*.c))
TESTS_T := $(sort $(wildcard tests/*/*.t))

define room_rule
$(2)/obj/$(3)/%.o: src/$(3)/%.c $(if $(filter release,$(1)),build/flags)
	@mkdir -p $$(@D)
	$$(SAY) "$$@"
	$$(Q)$$(CC_$(1)) $$(FLAGS_$(1)) -MMD -MP $$(INC_$(3)) $$(GIVEN) -c -o $$@ $$<
endef

# Variants: each a folder with its compiler and flags.
CC_release := $(CC)
# -fPIC: the shared library is made of them too. They don't tell where they were built.
CFLAGS_release := -O2 -g -fPIC "-ffile-prefix-map=$(CURDIR)=." $(HARDEN)
LDFLAGS_release := -pie -Wl,-z,relro,-z,now
CC_asan := gcc
CFLAGS_asan := -O1 -g $(SANITIZE)
LDFLAGS_asan := $(SANITIZE)
CC_clang := clang
CFLAGS_clang := -O2 -g -fPIE
LDFLAGS_clang := -pie
CC_fuzz := clang
CFLAGS_fuzz := -O1 -g $(SANITIZE) -fsanitize=fuzzer-no-link
LDFLAGS_fuzz := $(SANITIZE)

# These are compiled only: Debian has the libraries for neither without foreign packages, but the
# headers fit.
OTHER_HEADERS := -idirafter /usr/include -idirafter /usr/include/$(shell $(CC) -print-multiarch)
CC_O3 := gcc
CFLAGS_O3 := -O3 -g -fPIE $(HARDEN)
CC_i386 := gcc -m32
CFLAGS_i386 := -O1 $(OTHER_HEADERS)
CC_musl := musl-gcc
CFLAGS_musl := -O1 $(OTHER_HEADERS)

# What the user says stands behind it.
GIVEN = $(CPPFLAGS) $(CFLAGS)

define variant
FLAGS_$(1) := $$(STD) $$(WARN) $$(CFLAGS_$(1))
OBJ_$(1) := $$(patsubst src/%.c,$(2)/obj/%.o,$$(SOURCES)) $(2)/obj/description/embedded.o \
	$(2)/obj/batch/starter_files.o
LIB_OBJ_$(1) := $$(filter-out $$(PROGRAMS:%=$(2)/obj/cli/%.o),$$(OBJ_$(1)))

$(2)/zoneferry: $(2)/obj/cli/main.o $$(LIB_OBJ_$(1))
	$$(SAY) "$$@"
	$$(Q)$$(CC_$(1)) $$(CFLAGS) $$(LDFLAGS_$(1)) -o $$@ $$^ $$(LDFLAGS) $$(LIBS)

# It needs none of the libraries but libidn2: without those it starts in a fraction of the time.
$(2)/zoneferry-textconv: $(2)/obj/cli/textconv.o $(2)/libparts.a
	$$(SAY) "$$@"
	$$(Q)$$(CC_$(1)) $$(CFLAGS) $$(LDFLAGS_$(1)) -Wl,--gc-sections -Wl,--as-needed -o $$@ $$^ $$(LDFLAGS) $$(LIBS)

$(2)/libparts.a: $$(LIB_OBJ_$(1))
	$$(Q)rm -f $$@
	$$(Q)ar qcs $$@ $$^

$(2)/gen/embedded.c: $$(DESCRIPTIONS) scripts/embed
	@mkdir -p $$(@D)
	$$(Q)scripts/embed embedded_files $$(DESCRIPTIONS) > $$@

$(2)/obj/description/embedded.o: $(2)/gen/embedded.c $(if $(filter release,$(1)),build/flags)
	@mkdir -p $$(@D)
	$$(SAY) "$$@"
	$$(Q)$$(CC_$(1)) $$(FLAGS_$(1)) $$(INC_description) $$(GIVEN) -c -o $$@ $$<

$(2)/gen/starter_files.c: $$(STARTER) scripts/embed
	@mkdir -p $$(@D)
	$$(Q)scripts/embed starter_files $$(STARTER) > $$@

$(2)/obj/batch/starter_files.o: $(2)/gen/starter_files.c
	@mkdir -p $$(@D)
	$$(SAY) "$$@"
	$$(Q)$$(CC_$(1)) $$(FLAGS_$(1)) $$(INC_batch) $$(GIVEN) -c -o $$@ $$<

$$(foreach r,$$(ROOMS),$$(eval $$(call room_rule,$(1),$(2),$$(r))))

$(2)/obj/support/%.o: tests/support/%.c
	@mkdir -p $$(@D)
	$$(SAY) "$$@"
	$$(Q)$$(CC_$(1)) $$(FLAGS_$(1)) -MMD -MP $$(INC_cli) -Itests/support $$(GIVEN) -c -o $$@ $$<

# An archive: a test takes only what it uses.
$(2)/libsupport.a: $$(patsubst tests/support/%.c,$(2)/obj/support/%.o,$$(TEST_LIB))
	@rm -f $$@
	$$(Q)ar rcs $$@ $$^

$(2)/tests/%: tests/%.c $(2)/libsupport.a $(2)/libparts.a
	@mkdir -p $$(@D)
	$$(SAY) "$$@"
	$$(Q)$$(CC_$(1)) $$(FLAGS_$(1)) -MMD -MP $$(INC_cli) -Itests/support $$(GIVEN) $$(LDFLAGS_$(1)) -o $$@ $$< \
		$(2)/libsupport.a $(2)/libparts.a $$(LDFLAGS) -lcmocka $$(LIBS)

$(2)/zoneferry-sim: $$(SIM_SOURCES) $$(SIM_HEADERS)
	@mkdir -p $$(@D)
	$$(SAY) "$$@"
	$$(Q)$$(CC_$(1)) $$(FLAGS_$(1)) -Itests/sim $$(GIVEN) $$(LDFLAGS_$(1)) -o $$@ $$(SIM_SOURCES) \
		$$(LDFLAGS) -lmicrohttpd -lcjson -lexpat -pthread

-include $$(OBJ_$(1):.o=.d) $$(patsubst tests/support/%.c,$(2)/obj/support/%.d,$$(TEST_LIB))
endef


$(eval $(call variant,release,build))
$(eval $(call variant,asan,build/asan))
$(eval $(call variant,clang,build/clang))
$(eval $(call variant,fuzz,build/fuzz))
$(eval $(call variant,O3,build/O3))
$(eval $(call variant,i386,build/i386))
$(eval $(call variant,musl,build/musl))

# Other flags, other objects.
build/flags: FORCE
	@mkdir -p $(@D)
	@echo '$(FLAGS_release)' | cmp -s - $@ || echo '$(FLAGS_release)' > $@

.PHONY: all demo check test lint clang builds bench fuzz dist deb format install uninstall clean sim
all: build/zoneferry build/zoneferry-textconv build/libzoneferry.a build/$(SHARED)

# One relocatable object whose hidden symbols are local: what is exported begins with zf_. The
# command line is no part of the library.
build/libzoneferry.a: $(filter-out build/obj/cli/% build/obj/command/% build/obj/batch/%,$(OBJ_release))
	$(SAY) "$@"
	$(Q)ld -r -o build/libzoneferry.o $^
	$(Q)objcopy --localize-hidden build/libzoneferry.o
	$(Q)rm -f $@ && ar rcs $@ build/libzoneferry.o

build/$(SHARED): build/libzoneferry.a
	$(SAY) "$@"
	$(Q)$(CC) $(CFLAGS) -shared -Wl,-soname,$(SHARED) -Wl,-z,relro,-z,now,-z,defs,--as-needed -o $@ build/libzoneferry.o \
		$(LDFLAGS) $(LIBS)

sim: build/zoneferry-sim

demo:
	scripts/install-deps
	$(MAKE) -j$(JOBS) all sim
	scripts/demo

TEST_PROGRAMS := $(patsubst tests/%.c,build/asan/tests/%,$(TEST_SOURCES))
TOOL_PROGRAMS := $(patsubst tests/%.c,build/asan/tests/%,$(TOOL_SOURCES))
-include $(TEST_PROGRAMS:=.d) $(TOOL_PROGRAMS:=.d)

# Fuzz targets without libFuzzer: their seeds, and what fuzzing found, are tests.
REPLAY_PROGRAMS := $(patsubst tests/%.c,build/asan/tests/%,$(FUZZ_SOURCES))
build/asan/tests/fuzz/fuzz_%: tests/fuzz/fuzz_%.c tests/fuzz/replay.c build/asan/libparts.a
	@mkdir -p $(@D)
	$(SAY) "$@"
	$(Q)$(CC_asan) $(FLAGS_asan) $(INC_cli) $(GIVEN) $(LDFLAGS_asan) -o $@ $^ \
		$(LDFLAGS) $(LIBS)

check:
	scripts/install-deps --test
	$(MAKE) -j$(JOBS) test

test: all build/asan/zoneferry build/asan/zoneferry-textconv build/asan/zoneferry-sim $(TEST_PROGRAMS) $(TOOL_PROGRAMS) $(REPLAY_PROGRAMS)
	tests/run $(TEST_PROGRAMS) $(TESTS_T)

clang: build/clang/zoneferry build/clang/zoneferry-sim \
	$(patsubst tests/%.c,build/clang/tests/%,$(TEST_SOURCES) $(TOOL_SOURCES))

builds: build/clang/zoneferry $(OBJ_O3) $(OBJ_i386) $(OBJ_musl)
	scripts/libc-symbols build/musl/obj

lint:
	scripts/lint

bench: all sim
	scripts/bench
	scripts/bench-apply

SECONDS ?= 300
FUZZ_PROGRAMS := $(patsubst tests/fuzz/%.c,build/fuzz/%,$(FUZZ_SOURCES))
build/fuzz/fuzz_%: tests/fuzz/fuzz_%.c build/fuzz/libparts.a
	clang $(STD) $(WARN) -O1 -g $(SANITIZE) -fsanitize=fuzzer $(INC_cli) -o $@ $^ $(LIBS)
fuzz: $(FUZZ_PROGRAMS)
	scripts/fuzz $(SECONDS) $(FUZZ_PROGRAMS)

format:
	clang-format -i include/*.h src/*/*.[ch] tests/*/*.[ch]

build/zoneferry.1: build/zoneferry
	build/zoneferry help man > $@
# One page a command: zoneferry-git-merge.1 …
build/man: build/zoneferry Makefile
	@mkdir -p $@
	build/zoneferry help | sed -n '/^commands:/,/^$$/s/^  \([a-z]*\( [a-z]*\)\{0,1\}\)  .*/\1/p' | \
		while read -r name; do \
			build/zoneferry help man $$name > "$@/zoneferry-$$(echo "$$name" | tr ' ' -).1" || exit 1; \
		done
	echo '.so man1/zoneferry-git-textconv.1' > $@/zoneferry-textconv.1
	@touch $@
build/zoneferry.pc: FORCE # PREFIX is another one each time
	@mkdir -p build
	printf '%s\n' 'prefix=$(PREFIX)' 'Name: zoneferry' 'Description: carries DNS zones' \
		'Version: $(VERSION)' 'Cflags: -I$${prefix}/include' \
		'Libs: -L$${prefix}/$(LIB) -lzoneferry' 'Libs.private: $(LIBS)' > $@

.PHONY: FORCE
FORCE:

# What is installed: the folder below PREFIX, and the file.
ROOT = $(DESTDIR)$(PREFIX)
INSTALLED := bin=build/zoneferry bin=build/zoneferry-textconv $(LIB)=build/libzoneferry.a \
	$(LIB)=build/$(SHARED) $(LIB)/pkgconfig=build/zoneferry.pc \
	include=include/zoneferry.h include=include/zoneferry-ldns.h share/man/man1=build/zoneferry.1 \
	share/zoneferry=scripts/git/pre-commit \
	share/bash-completion/completions=build/completion/bash/zoneferry \
	share/zsh/site-functions=build/completion/zsh/_zoneferry \
	share/fish/vendor_completions.d=build/completion/fish/zoneferry.fish
COMPLETIONS := $(filter build/completion/%,$(subst =, ,$(INSTALLED)))

# Without the providers that whoever builds has dropped into their own folder.
$(COMPLETIONS): build/zoneferry
	@mkdir -p $(@D)
	HOME=/nonexistent XDG_CONFIG_HOME=/nonexistent build/zoneferry completion $(notdir $(@D)) > $@

install: all build/zoneferry.1 build/man build/zoneferry.pc $(COMPLETIONS)
	@for i in $(INSTALLED); do \
		from=$${i#*=} to="$(ROOT)/$${i%%=*}"; \
		case $$from in build/zoneferry|build/zoneferry-textconv|scripts/*) mode=755 ;; *) mode=644 ;; esac; \
		install -d "$$to" && install -m $$mode "$$from" "$$to/" || exit 1; \
	done
	@ln -sf $(SHARED) "$(ROOT)/$(LIB)/libzoneferry.so"
	@install -m 644 build/man/*.1 "$(ROOT)/share/man/man1/"

uninstall:
	@for i in $(INSTALLED); do rm -f "$(ROOT)/$${i%%=*}/$${i##*/}"; done
	@rm -f "$(ROOT)/share/man/man1/"zoneferry-*.1 "$(ROOT)/$(LIB)/libzoneferry.so"
	@[ ! -d "$(ROOT)/share/zoneferry" ] || rmdir "$(ROOT)/share/zoneferry"

# The sources of the last commit: the same octets each time.
DIST := zoneferry-$(VERSION)
dist:
	@mkdir -p build
	git archive --format=tar --prefix=$(DIST)/ HEAD | gzip -9n > build/$(DIST).tar.gz

# The packages of scripts/debian, held against Debian's policy.
deb: dist
	rm -rf build/deb && mkdir -p build/deb
	tar -xzf build/$(DIST).tar.gz -C build/deb
	cp -R build/deb/$(DIST)/scripts/debian build/deb/$(DIST)/debian
	cd build/deb/$(DIST) && dpkg-buildpackage -us -uc -b
	cd build/deb && lintian --fail-on error,warning *.changes

clean:
	rm -rf build
