# The Go client's targets; the Makefile includes this file.
CLIENTS += go
GO_TOOLS := $(VENV)/go-tools

$(STAMPS)/go-tools: client/go/tools/go.mod client/go/tools/go.sum $(STAMPS)/dev
	@echo "Installing the Go client's tools into $(GO_TOOLS) ..."
	@cd client/go/tools && GOBIN=$(abspath $(GO_TOOLS)) go install tool
	@touch $@

clients-go: $(STAMPS)/dev ## Build, lint and test the Go client
	@$(call with,go,go)

with-go: $(STAMPS)/go-tools
	@$(BIN)/python protos/clients.py check go
	@cd client/go && unformatted=$$(gofmt -l .) && test -z "$$unformatted" || { echo "Not formatted, run gofmt -w: $$unformatted"; exit 1; }
	@cd client/go && go vet ./... && $(abspath $(GO_TOOLS))/staticcheck ./... && go mod tidy -diff && go test ./...

proto-clients-go: $(STAMPS)/go-tools
	@$(BIN)/python protos/clients.py write go
