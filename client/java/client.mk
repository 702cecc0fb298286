# The Java client's targets; the Makefile includes this file.
CLIENTS += java
JAVA_TOOLS := $(VENV)/java-tools
MAVEN := mvn --quiet --batch-mode -Dstyle.color=never --threads 1 $(MAVENFLAGS)
# What Maven Central calls this machine: linux-x86_64, linux-aarch_64, osx-x86_64, osx-aarch_64.
JAVA_CLASSIFIER = $(shell uname -s | sed 's/Linux/linux/; s/Darwin/osx/')-$(shell uname -m | sed 's/aarch64\|arm64/aarch_64/')

$(STAMPS)/java-tools: client/java/pom.xml $(STAMPS)/dev
	@echo "Installing the Java client's generators into $(JAVA_TOOLS) ..."
	@cd client/java && $(MAVEN) dependency:copy@generators -Dclassifier=$(JAVA_CLASSIFIER) -Dgenerators=$(abspath $(JAVA_TOOLS))
	@chmod +x $(JAVA_TOOLS)/* && touch $@

clients-java: $(STAMPS)/dev ## Build, lint and test the Java client
	@$(call with,java,java javac mvn)

with-java: $(STAMPS)/java-tools
	@$(BIN)/python protos/clients.py check java
	@cd client/java && $(MAVEN) spotless:check verify

proto-clients-java: $(STAMPS)/java-tools
	@$(BIN)/python protos/clients.py write java

lock-java: $(STAMPS)/dev ## Write the hashes of the Java client's libraries anew
	@cd client/java && $(MAVEN) test -Dtest=LockTest -Dlock=write
.PHONY: lock-java
