// Generated from protos/mintmark/v1/template_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages templates.
 */
public final class Templates {
    private final Calls calls;

    Templates(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Templates withTimeout(Duration timeout) {
        return new Templates(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Templates withCredential(String credential) {
        return new Templates(calls.withCredential(credential));
    }

    /**
     * Create a template.
     *
     * <p>Caller: owner, template-editor. Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD,
     * REFERENCE_NOT_FOUND, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone
     * or together as CLAIMS_REFUSED. Retry: safe with request_id. Limits: those of the project; message size 4 MiB.
     */
    public CreateTemplateResponse createTemplate(CreateTemplateRequest request) {
        return calls.call(TemplateServiceGrpc.getCreateTemplateMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #createTemplate}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CreateTemplateResponse> createTemplateAsync(CreateTemplateRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getCreateTemplateMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get a template: its source as written and its canonical claims.
     *
     * <p>Caller: owner, template-editor, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetTemplateResponse getTemplate(GetTemplateRequest request) {
        return calls.call(TemplateServiceGrpc.getGetTemplateMethod(), List.of(request));
    }

    /**
     * As {@link #getTemplate}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetTemplateResponse> getTemplateAsync(GetTemplateRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getGetTemplateMethod(), List.of(request));
    }

    /**
     * List a project's templates, in code-point order of their ids.
     *
     * <p>Caller: owner, template-editor, auditor. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits:
     * 1,000 a page.
     */
    public ListTemplatesResponse listTemplates(ListTemplatesRequest request) {
        return calls.call(TemplateServiceGrpc.getListTemplatesMethod(), List.of(request));
    }

    /**
     * As {@link #listTemplates}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListTemplatesResponse> listTemplatesAsync(ListTemplatesRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getListTemplatesMethod(), List.of(request));
    }

    /**
     * Update a template. The whole is checked again; a refused update changes nothing.
     *
     * <p>Caller: owner, template-editor. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD,
     * RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as
     * CLAIMS_REFUSED. Retry: safe with request_id or etag. Limits: those of the project; message size 4 MiB.
     */
    public UpdateTemplateResponse updateTemplate(UpdateTemplateRequest request) {
        return calls.call(TemplateServiceGrpc.getUpdateTemplateMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #updateTemplate}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateTemplateResponse> updateTemplateAsync(UpdateTemplateRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getUpdateTemplateMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Delete a template. Refused while others refer to it.
     *
     * <p>Caller: owner, template-editor. Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE. Retry: safe with
     * request_id or allow_missing. Limits: none.
     */
    public DeleteTemplateResponse deleteTemplate(DeleteTemplateRequest request) {
        return calls.call(TemplateServiceGrpc.getDeleteTemplateMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #deleteTemplate}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<DeleteTemplateResponse> deleteTemplateAsync(DeleteTemplateRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getDeleteTemplateMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Check a draft, or a stored template anew: all problems at once, nothing stored.
     *
     * <p>Caller: owner, template-editor, auditor. Errors: NOT_FOUND, FIELD_REQUIRED. Retry: safe. Limits: message
     * size 4 MiB.
     */
    public ValidateTemplateResponse validateTemplate(ValidateTemplateRequest request) {
        return calls.call(TemplateServiceGrpc.getValidateTemplateMethod(), List.of(request));
    }

    /**
     * As {@link #validateTemplate}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ValidateTemplateResponse> validateTemplateAsync(ValidateTemplateRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getValidateTemplateMethod(), List.of(request));
    }

    /**
     * List a template's revisions, oldest first.
     *
     * <p>Caller: owner, template-editor, auditor. Errors: NOT_FOUND, INVALID_PAGE_TOKEN. Retry: safe. Limits: 1,000
     * a page.
     */
    public ListTemplateRevisionsResponse listTemplateRevisions(ListTemplateRevisionsRequest request) {
        return calls.call(TemplateServiceGrpc.getListTemplateRevisionsMethod(), List.of(request));
    }

    /**
     * As {@link #listTemplateRevisions}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListTemplateRevisionsResponse> listTemplateRevisionsAsync(ListTemplateRevisionsRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getListTemplateRevisionsMethod(), List.of(request));
    }

    /**
     * Get one revision in full.
     *
     * <p>Caller: owner, template-editor, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetTemplateRevisionResponse getTemplateRevision(GetTemplateRevisionRequest request) {
        return calls.call(TemplateServiceGrpc.getGetTemplateRevisionMethod(), List.of(request));
    }

    /**
     * As {@link #getTemplateRevision}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetTemplateRevisionResponse> getTemplateRevisionAsync(GetTemplateRevisionRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getGetTemplateRevisionMethod(), List.of(request));
    }

    /**
     * Write an earlier revision's content as the newest revision. It is checked like any update.
     *
     * <p>Caller: owner, template-editor. Errors: NOT_FOUND, ETAG_MISMATCH and those of UpdateTemplate. Retry: safe
     * with request_id or etag. Limits: none.
     */
    public RollbackTemplateResponse rollbackTemplate(RollbackTemplateRequest request) {
        return calls.call(TemplateServiceGrpc.getRollbackTemplateMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #rollbackTemplate}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<RollbackTemplateResponse> rollbackTemplateAsync(RollbackTemplateRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getRollbackTemplateMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Compare two revisions of a template: claim by claim, and what stands beside the claims. Nothing is evaluated.
     *
     * <p>Caller: owner, template-editor, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public CompareTemplateRevisionsResponse compareTemplateRevisions(CompareTemplateRevisionsRequest request) {
        return calls.call(TemplateServiceGrpc.getCompareTemplateRevisionsMethod(), List.of(request));
    }

    /**
     * As {@link #compareTemplateRevisions}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CompareTemplateRevisionsResponse> compareTemplateRevisionsAsync(CompareTemplateRevisionsRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getCompareTemplateRevisionsMethod(), List.of(request));
    }

    /**
     * List the starter templates: ready-made ones for known readers of tokens, the same in every project.
     *
     * <p>Caller: any role in the project. Errors: NOT_FOUND. Retry: safe. Limits: none; there are few.
     */
    public ListStarterTemplatesResponse listStarterTemplates(ListStarterTemplatesRequest request) {
        return calls.call(TemplateServiceGrpc.getListStarterTemplatesMethod(), List.of(request));
    }

    /**
     * As {@link #listStarterTemplates}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListStarterTemplatesResponse> listStarterTemplatesAsync(ListStarterTemplatesRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getListStarterTemplatesMethod(), List.of(request));
    }

    /**
     * Get a starter template.
     *
     * <p>Caller: any role in the project. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetStarterTemplateResponse getStarterTemplate(GetStarterTemplateRequest request) {
        return calls.call(TemplateServiceGrpc.getGetStarterTemplateMethod(), List.of(request));
    }

    /**
     * As {@link #getStarterTemplate}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetStarterTemplateResponse> getStarterTemplateAsync(GetStarterTemplateRequest request) {
        return calls.callAsync(TemplateServiceGrpc.getGetStarterTemplateMethod(), List.of(request));
    }

    /**
     * Evaluate a draft beside the stored template for real subjects, and stream what would change. Signs and stores
     * nothing. Session tokens for users, access-key tokens for keys; without a flow, for the tenant that the
     * template selects by itself.
     *
     * <p>Caller: owner, template-editor. Errors: NOT_FOUND, WRONG_KIND, INVALID_FILTER and those of UpdateTemplate.
     * Retry: safe. Limits: `max_subjects`; the stream may be cancelled at any time. A few streams at once; more are
     * RATE_LIMITED. Where many subjects change, most of the time goes into messages: ask for several changes in each
     * (`changes_per_message`).
     */
    public Answers<PlanTemplateChangeResponse> planTemplateChange(PlanTemplateChangeRequest request) {
        return calls.stream(TemplateServiceGrpc.getPlanTemplateChangeMethod(), List.of(request));
    }
}
