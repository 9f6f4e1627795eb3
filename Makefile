# Thin: everything is in CMakeLists.txt. Programs come out in build/bin, libraries in build/lib.
BUILD ?= build
PREFIX ?= /usr/local
JOBS ?= $(shell nproc 2>/dev/null || echo 2)
MAKEFLAGS += --no-print-directory

all: $(BUILD)/cmake_install.cmake
	@cmake --build $(BUILD) -j $(JOBS)

# CMake is asked once; after that the build notices by itself what has changed. Its last file marks success.
$(BUILD)/cmake_install.cmake:
	@sh .ci/deps
	@rm -rf $(BUILD)/CMakeCache.txt $(BUILD)/CMakeFiles
	@cmake -S . -B $(BUILD) $$(command -v ninja > /dev/null && echo -G Ninja) $(CMAKE_FLAGS)

# Trains a digit classifier on digits that it draws, saves it, and shows in a fresh process what it has learnt.
demo: needs all
	@$(BUILD)/bin/digits --save $(BUILD)/digits.safetensors
	@$(BUILD)/bin/digits --predict $(BUILD)/digits.safetensors

test: deps all
	@cd $(BUILD) && ctest -j2 --output-on-failure

# The same cases here and in libtorch, where that is installed, in turns; FILTER=text takes the cases that contain it.
bench: all
	@sh tests/perf/bench.sh $(BUILD)/bin "$(FILTER)"

# build/docs: the C interface on one page, and a table of names in PyTorch, C, C++, Java, C# and Go.
docs: $(BUILD)/cmake_install.cmake
	@cmake --build $(BUILD) -j $(JOBS) --target docs

install: all
	@cmake --install $(BUILD) --prefix $(PREFIX)

# Installs what is missing (Debian's apt), and says what: for the build, and for all tests.
deps:
	@sh .ci/deps --tests
	@[ ! -e $(BUILD)/CMakeCache.txt ] || cmake $(BUILD) > $(BUILD)/deps.log  # finds what is there now

needs:
	@sh .ci/deps

format:
	@sh tests/gates/format.sh update

# After a change of the public functions: writes tests/abi/symbols.txt and tests/abi/tenon.abi anew.
symbols abi: all
	@cmake --build $(BUILD) --target $@

clean:
	@rm -rf $(BUILD)

.NOTPARALLEL:
.PHONY: all demo test bench docs install deps needs format symbols abi clean
