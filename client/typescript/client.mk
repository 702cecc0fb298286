# The TypeScript client's targets; the Makefile includes this file.
CLIENTS += typescript
NODE_MODULES := client/typescript/node_modules/.package-lock.json

$(NODE_MODULES): client/typescript/package-lock.json
	@echo "Installing the TypeScript client's packages ..."
	@cd client/typescript && npm ci --silent --prefer-offline && touch node_modules/.package-lock.json

clients-typescript: $(STAMPS)/dev ## Build, lint and test the TypeScript client
	@$(call with,typescript,node npm)

with-typescript: $(STAMPS)/dev $(NODE_MODULES)
	@$(BIN)/python protos/clients.py check typescript
	@cd client/typescript && npm run --silent lint && npm test --silent

proto-clients-typescript: $(STAMPS)/dev $(NODE_MODULES)
	@$(BIN)/python protos/clients.py write typescript
