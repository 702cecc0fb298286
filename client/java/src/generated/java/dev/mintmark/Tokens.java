// Generated from protos/mintmark/v1/token_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Decides which claims a token carries, signs tokens, and says where each claim came from.
 */
public final class Tokens {
    private final Calls calls;

    Tokens(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Tokens withTimeout(Duration timeout) {
        return new Tokens(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Tokens withCredential(String credential) {
        return new Tokens(calls.withCredential(credential));
    }

    /**
     * Issue a session token: under a named session, or stateless (no `sid`, not refreshable).
     *
     * <p>Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields. Errors: NOT_FOUND,
     * SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH,
     * NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED. Retry: safe with request_id. Limits:
     * those of the project; message size 4 MiB.
     */
    public IssueSessionTokenResponse issueSessionToken(IssueSessionTokenRequest request) {
        return calls.call(TokenServiceGrpc.getIssueSessionTokenMethod(), List.of(request));
    }

    /**
     * As {@link #issueSessionToken}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<IssueSessionTokenResponse> issueSessionTokenAsync(IssueSessionTokenRequest request) {
        return calls.callAsync(TokenServiceGrpc.getIssueSessionTokenMethod(), List.of(request));
    }

    /**
     * Open a session and issue its first refresh token.
     *
     * <p>Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields. Errors: NOT_FOUND,
     * SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH,
     * NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED. Retry: safe with request_id. Limits:
     * those of the project; message size 4 MiB.
     */
    public IssueRefreshTokenResponse issueRefreshToken(IssueRefreshTokenRequest request) {
        return calls.call(TokenServiceGrpc.getIssueRefreshTokenMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #issueRefreshToken}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<IssueRefreshTokenResponse> issueRefreshTokenAsync(IssueRefreshTokenRequest request) {
        return calls.callAsync(TokenServiceGrpc.getIssueRefreshTokenMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Issue an OpenID Connect ID token for an application.
     *
     * <p>Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields. Errors: NOT_FOUND,
     * SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH,
     * NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED. Retry: safe with request_id. Limits:
     * those of the project; message size 4 MiB.
     */
    public IssueIdTokenResponse issueIdToken(IssueIdTokenRequest request) {
        return calls.call(TokenServiceGrpc.getIssueIdTokenMethod(), List.of(request));
    }

    /**
     * As {@link #issueIdToken}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<IssueIdTokenResponse> issueIdTokenAsync(IssueIdTokenRequest request) {
        return calls.callAsync(TokenServiceGrpc.getIssueIdTokenMethod(), List.of(request));
    }

    /**
     * Exchange an access key for a JWT: by the key's own secret in the metadata, or by its name.
     *
     * <p>Caller: issuer, or the access key's secret. Errors: NOT_FOUND, ACCESS_KEY_INACTIVE, SUBJECT_DISABLED,
     * NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one
     * claim reason, BUDGET_EXCEEDED. Retry: safe with request_id. Limits: those of the project; message size 512
     * KiB; rate limited per key and peer.
     */
    public IssueAccessKeyTokenResponse issueAccessKeyToken(IssueAccessKeyTokenRequest request) {
        return calls.call(TokenServiceGrpc.getIssueAccessKeyTokenMethod(), List.of(request));
    }

    /**
     * As {@link #issueAccessKeyToken}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<IssueAccessKeyTokenResponse> issueAccessKeyTokenAsync(IssueAccessKeyTokenRequest request) {
        return calls.callAsync(TokenServiceGrpc.getIssueAccessKeyTokenMethod(), List.of(request));
    }

    /**
     * Open a session and issue its session, refresh and, if asked, ID token from one snapshot.
     *
     * <p>Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields. Errors: NOT_FOUND,
     * SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH,
     * NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED. Retry: safe with request_id. Limits:
     * those of the project; message size 4 MiB.
     */
    public IssueSessionResponse issueSession(IssueSessionRequest request) {
        return calls.call(TokenServiceGrpc.getIssueSessionMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #issueSession}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<IssueSessionResponse> issueSessionAsync(IssueSessionRequest request) {
        return calls.callAsync(TokenServiceGrpc.getIssueSessionMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Exchange a refresh token for new session and refresh tokens, evaluated afresh from live data.
     *
     * <p>Caller: the session's own refresh token, or issuer. Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED,
     * NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND,
     * ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED. Retry: the same token
     * with the same request is safe within the overlap window. Limits: message size 512 KiB; rate limited per
     * session and peer.
     */
    public RefreshSessionResponse refreshSession(RefreshSessionRequest request) {
        return calls.call(TokenServiceGrpc.getRefreshSessionMethod(), List.of(request));
    }

    /**
     * As {@link #refreshSession}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<RefreshSessionResponse> refreshSessionAsync(RefreshSessionRequest request) {
        return calls.callAsync(TokenServiceGrpc.getRefreshSessionMethod(), List.of(request));
    }

    /**
     * Select another tenant for a session; takes the refresh token and rotates it.
     *
     * <p>Caller: the session's own refresh token, or issuer. Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED,
     * NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND,
     * ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED. Retry: as
     * RefreshSession. Limits: message size 512 KiB; rate limited per session and peer.
     */
    public SelectTenantResponse selectTenant(SelectTenantRequest request) {
        return calls.call(TokenServiceGrpc.getSelectTenantMethod(), List.of(request));
    }

    /**
     * As {@link #selectTenant}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<SelectTenantResponse> selectTenantAsync(SelectTenantRequest request) {
        return calls.callAsync(TokenServiceGrpc.getSelectTenantMethod(), List.of(request));
    }

    /**
     * Set, merge or remove claims on a session; takes the refresh token and rotates it.
     *
     * <p>Caller: issuer with UPDATE_SESSION_CLAIMS. Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED,
     * CLAIM_LOCKED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND,
     * ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED. Retry: as
     * RefreshSession. Limits: those of the project.
     */
    public UpdateSessionClaimsResponse updateSessionClaims(UpdateSessionClaimsRequest request) {
        return calls.call(TokenServiceGrpc.getUpdateSessionClaimsMethod(), List.of(request));
    }

    /**
     * As {@link #updateSessionClaims}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateSessionClaimsResponse> updateSessionClaimsAsync(UpdateSessionClaimsRequest request) {
        return calls.callAsync(TokenServiceGrpc.getUpdateSessionClaimsMethod(), List.of(request));
    }

    /**
     * Get a session, with the cause of its end.
     *
     * <p>Caller: owner, issuer, auditor. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetSessionResponse getSession(GetSessionRequest request) {
        return calls.call(TokenServiceGrpc.getGetSessionMethod(), List.of(request));
    }

    /**
     * As {@link #getSession}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetSessionResponse> getSessionAsync(GetSessionRequest request) {
        return calls.callAsync(TokenServiceGrpc.getGetSessionMethod(), List.of(request));
    }

    /**
     * List a project's sessions, in order of their names.
     *
     * <p>Caller: owner, issuer, auditor. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits: 1,000 a
     * page.
     */
    public ListSessionsResponse listSessions(ListSessionsRequest request) {
        return calls.call(TokenServiceGrpc.getListSessionsMethod(), List.of(request));
    }

    /**
     * As {@link #listSessions}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListSessionsResponse> listSessionsAsync(ListSessionsRequest request) {
        return calls.callAsync(TokenServiceGrpc.getListSessionsMethod(), List.of(request));
    }

    /**
     * End a session. Its refresh token buys nothing more.
     *
     * <p>Caller: owner, issuer, or the session's own refresh token. Errors: NOT_FOUND, UNAUTHENTICATED,
     * FIELD_REQUIRED. Retry: safe. Limits: message size 512 KiB; rate limited per session and peer.
     */
    public RevokeSessionResponse revokeSession(RevokeSessionRequest request) {
        return calls.call(TokenServiceGrpc.getRevokeSessionMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #revokeSession}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<RevokeSessionResponse> revokeSessionAsync(RevokeSessionRequest request) {
        return calls.callAsync(TokenServiceGrpc.getRevokeSessionMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * End all sessions of a user.
     *
     * <p>Caller: owner, issuer. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public RevokeUserSessionsResponse revokeUserSessions(RevokeUserSessionsRequest request) {
        return calls.call(TokenServiceGrpc.getRevokeUserSessionsMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #revokeUserSessions}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<RevokeUserSessionsResponse> revokeUserSessionsAsync(RevokeUserSessionsRequest request) {
        return calls.callAsync(TokenServiceGrpc.getRevokeUserSessionsMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Verify a token and the state of its session, key and subject.
     *
     * <p>Caller: verifier, issuer. Errors: INVALID_FIELD; an invalid token is no error but inactive. Retry: safe.
     * Limits: 256 KiB a token.
     */
    public IntrospectTokenResponse introspectToken(IntrospectTokenRequest request) {
        return calls.call(TokenServiceGrpc.getIntrospectTokenMethod(), List.of(request));
    }

    /**
     * As {@link #introspectToken}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<IntrospectTokenResponse> introspectTokenAsync(IntrospectTokenRequest request) {
        return calls.callAsync(TokenServiceGrpc.getIntrospectTokenMethod(), List.of(request));
    }

    /**
     * Evaluate a token of any kind without signing it: payload, origins, absences, sizes, problems, digest. The
     * request holds the very issue request.
     *
     * <p>Caller: issuer, template-editor, owner. Errors: NOT_FOUND, FIELD_REQUIRED; what would refuse the token is
     * in the answer's problems. Retry: safe. Limits: those of the project.
     */
    public PreviewTokenResponse previewToken(PreviewTokenRequest request) {
        return calls.call(TokenServiceGrpc.getPreviewTokenMethod(), List.of(request));
    }

    /**
     * As {@link #previewToken}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<PreviewTokenResponse> previewTokenAsync(PreviewTokenRequest request) {
        return calls.callAsync(TokenServiceGrpc.getPreviewTokenMethod(), List.of(request));
    }

    /**
     * Say which revisions produced a token, and what an evaluation now would change.
     *
     * <p>A token is verified, but may be over; what a session or jti names is known from its receipt alone.
     *
     * <p>Caller: issuer, auditor, owner. Errors: NOT_FOUND (no receipt of that jti or sid), FIELD_REQUIRED,
     * INVALID_FIELD (the token is none of the project's). Retry: safe. Limits: 256 KiB a token.
     */
    public ExplainTokenResponse explainToken(ExplainTokenRequest request) {
        return calls.call(TokenServiceGrpc.getExplainTokenMethod(), List.of(request));
    }

    /**
     * As {@link #explainToken}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ExplainTokenResponse> explainTokenAsync(ExplainTokenRequest request) {
        return calls.callAsync(TokenServiceGrpc.getExplainTokenMethod(), List.of(request));
    }

    /**
     * Issue many tokens of any mix of kinds and subjects; each item has its own outcome, in the order of the
     * request.
     *
     * <p>Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields. Errors: FIELD_REQUIRED,
     * INVALID_FIELD; an item's errors are in its outcome. Retry: safe with request_id. Limits: 1,000 items; message
     * size 4 MiB.
     */
    public BatchIssueResponse batchIssue(BatchIssueRequest request) {
        return calls.call(TokenServiceGrpc.getBatchIssueMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #batchIssue}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<BatchIssueResponse> batchIssueAsync(BatchIssueRequest request) {
        return calls.callAsync(TokenServiceGrpc.getBatchIssueMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Issue tokens over one stream, in order; each message has its own outcome.
     *
     * <p>Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields. Errors: a message's errors
     * are in its outcome. Retry: each message safe with its request_id. Limits: a few streams at once; more are
     * RATE_LIMITED.
     */
    public Answers<StreamIssueResponse> streamIssue(Iterable<StreamIssueRequest> requests) {
        return calls.stream(TokenServiceGrpc.getStreamIssueMethod(), requests);
    }
}
