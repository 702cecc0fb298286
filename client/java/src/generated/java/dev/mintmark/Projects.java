// Generated from protos/mintmark/v1/project_service.proto by `make proto-clients`; never edited by hand.

package dev.mintmark;

import dev.mintmark.v1.*;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * Manages projects.
 */
public final class Projects {
    private final Calls calls;

    Projects(Calls calls) {
        this.calls = calls;
    }

    /** Returns the same service, of which each call has this deadline. */
    public Projects withTimeout(Duration timeout) {
        return new Projects(calls.withTimeout(timeout));
    }

    /** Returns the same service, called with another credential, as an access key's own secret; "" is none. */
    public Projects withCredential(String credential) {
        return new Projects(calls.withCredential(credential));
    }

    /**
     * Create a project.
     *
     * <p>Caller: operator. Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND,
     * CLAIMS_REFUSED. Retry: safe with request_id. Limits: those of the project; message size 4 MiB.
     */
    public CreateProjectResponse createProject(CreateProjectRequest request) {
        return calls.call(ProjectServiceGrpc.getCreateProjectMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #createProject}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<CreateProjectResponse> createProjectAsync(CreateProjectRequest request) {
        return calls.callAsync(ProjectServiceGrpc.getCreateProjectMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Get a project: its settings as written, and with their defaults.
     *
     * <p>Caller: any role in the project. Errors: NOT_FOUND. Retry: safe. Limits: none.
     */
    public GetProjectResponse getProject(GetProjectRequest request) {
        return calls.call(ProjectServiceGrpc.getGetProjectMethod(), List.of(request));
    }

    /**
     * As {@link #getProject}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<GetProjectResponse> getProjectAsync(GetProjectRequest request) {
        return calls.callAsync(ProjectServiceGrpc.getGetProjectMethod(), List.of(request));
    }

    /**
     * List the projects that the caller has a role in, in code-point order of their ids.
     *
     * <p>Caller: any role in the project. Errors: INVALID_PAGE_TOKEN, INVALID_FILTER. Retry: safe. Limits: 1,000 a
     * page.
     */
    public ListProjectsResponse listProjects(ListProjectsRequest request) {
        return calls.call(ProjectServiceGrpc.getListProjectsMethod(), List.of(request));
    }

    /**
     * As {@link #listProjects}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<ListProjectsResponse> listProjectsAsync(ListProjectsRequest request) {
        return calls.callAsync(ProjectServiceGrpc.getListProjectsMethod(), List.of(request));
    }

    /**
     * Update a project. The whole is checked again; a refused update changes nothing.
     *
     * <p>Caller: owner; operator to raise limits. Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK,
     * IMMUTABLE_FIELD, CLAIMS_REFUSED. Retry: safe with request_id or etag. Limits: those of the project; message
     * size 4 MiB.
     */
    public UpdateProjectResponse updateProject(UpdateProjectRequest request) {
        return calls.call(ProjectServiceGrpc.getUpdateProjectMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #updateProject}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<UpdateProjectResponse> updateProjectAsync(UpdateProjectRequest request) {
        return calls.callAsync(ProjectServiceGrpc.getUpdateProjectMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * Delete a project. Refused while it owns anything, but with force.
     *
     * <p>Caller: operator. Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE. Retry: safe with request_id or
     * allow_missing. Limits: none.
     */
    public DeleteProjectResponse deleteProject(DeleteProjectRequest request) {
        return calls.call(ProjectServiceGrpc.getDeleteProjectMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }

    /**
     * As {@link #deleteProject}, without waiting; cancelling the future cancels the call.
     */
    public CompletableFuture<DeleteProjectResponse> deleteProjectAsync(DeleteProjectRequest request) {
        return calls.callAsync(ProjectServiceGrpc.getDeleteProjectMethod(), List.of(request.getRequestId().isEmpty() ? request.toBuilder().setRequestId(UUID.randomUUID().toString()).build() : request));
    }
}
