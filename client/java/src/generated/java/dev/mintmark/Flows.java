// Generated from protos/mintmark/v1/flow_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages flows.
 */
public final class Flows {
    private final Calls calls;

    Flows(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Flows withTimeout(Duration timeout) {
        return new Flows(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Flows withCredential(String credential) {
        return new Flows(calls.withCredential(credential));
    }

    /**
     * Create a flow.
     *
     * <p>Caller: owner, template-editor. Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD,
     * REFERENCE_NOT_FOUND, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone
     * or together as CLAIMS_REFUSED. Retry: safe with request_id. Limits: those of the project; message size 4 MiB.
     */
    public CreateFlowResponse createFlow(CreateFlowRequest request) {
        return calls.call(FlowServiceGrpc.getCreateFlowMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #createFlow}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CreateFlowResponse> createFlowAsync(CreateFlowRequest request) {
        return calls.callAsync(FlowServiceGrpc.getCreateFlowMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get a flow: its source as written and its canonical claims.
     *
     * <p>Caller: owner, template-editor, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetFlowResponse getFlow(GetFlowRequest request) {
        return calls.call(FlowServiceGrpc.getGetFlowMethod(), List.of(request));
    }

    /**
     * As {@link #getFlow}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetFlowResponse> getFlowAsync(GetFlowRequest request) {
        return calls.callAsync(FlowServiceGrpc.getGetFlowMethod(), List.of(request));
    }

    /**
     * List a project's flows, in code-point order of their ids.
     *
     * <p>Caller: owner, template-editor, auditor. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits:
     * 1,000 a page.
     */
    public ListFlowsResponse listFlows(ListFlowsRequest request) {
        return calls.call(FlowServiceGrpc.getListFlowsMethod(), List.of(request));
    }

    /**
     * As {@link #listFlows}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListFlowsResponse> listFlowsAsync(ListFlowsRequest request) {
        return calls.callAsync(FlowServiceGrpc.getListFlowsMethod(), List.of(request));
    }

    /**
     * Update a flow. The whole is checked again; a refused update changes nothing.
     *
     * <p>Caller: owner, template-editor. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD,
     * RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as
     * CLAIMS_REFUSED. Retry: safe with request_id or etag. Limits: those of the project; message size 4 MiB.
     */
    public UpdateFlowResponse updateFlow(UpdateFlowRequest request) {
        return calls.call(FlowServiceGrpc.getUpdateFlowMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #updateFlow}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateFlowResponse> updateFlowAsync(UpdateFlowRequest request) {
        return calls.callAsync(FlowServiceGrpc.getUpdateFlowMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Delete a flow. Refused while others refer to it.
     *
     * <p>Caller: owner, template-editor. Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE. Retry: safe with
     * request_id or allow_missing. Limits: none.
     */
    public DeleteFlowResponse deleteFlow(DeleteFlowRequest request) {
        return calls.call(FlowServiceGrpc.getDeleteFlowMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #deleteFlow}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<DeleteFlowResponse> deleteFlowAsync(DeleteFlowRequest request) {
        return calls.callAsync(FlowServiceGrpc.getDeleteFlowMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }
}
