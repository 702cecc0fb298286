package dev.mintmark.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Manages projects.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ProjectServiceGrpc {

  private ProjectServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mintmark.v1.ProjectService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.CreateProjectRequest,
      dev.mintmark.v1.CreateProjectResponse> getCreateProjectMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateProject",
      requestType = dev.mintmark.v1.CreateProjectRequest.class,
      responseType = dev.mintmark.v1.CreateProjectResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.CreateProjectRequest,
      dev.mintmark.v1.CreateProjectResponse> getCreateProjectMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.CreateProjectRequest, dev.mintmark.v1.CreateProjectResponse> getCreateProjectMethod;
    if ((getCreateProjectMethod = ProjectServiceGrpc.getCreateProjectMethod) == null) {
      synchronized (ProjectServiceGrpc.class) {
        if ((getCreateProjectMethod = ProjectServiceGrpc.getCreateProjectMethod) == null) {
          ProjectServiceGrpc.getCreateProjectMethod = getCreateProjectMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.CreateProjectRequest, dev.mintmark.v1.CreateProjectResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateProject"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateProjectRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateProjectResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProjectServiceMethodDescriptorSupplier("CreateProject"))
              .build();
        }
      }
    }
    return getCreateProjectMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetProjectRequest,
      dev.mintmark.v1.GetProjectResponse> getGetProjectMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetProject",
      requestType = dev.mintmark.v1.GetProjectRequest.class,
      responseType = dev.mintmark.v1.GetProjectResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetProjectRequest,
      dev.mintmark.v1.GetProjectResponse> getGetProjectMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetProjectRequest, dev.mintmark.v1.GetProjectResponse> getGetProjectMethod;
    if ((getGetProjectMethod = ProjectServiceGrpc.getGetProjectMethod) == null) {
      synchronized (ProjectServiceGrpc.class) {
        if ((getGetProjectMethod = ProjectServiceGrpc.getGetProjectMethod) == null) {
          ProjectServiceGrpc.getGetProjectMethod = getGetProjectMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetProjectRequest, dev.mintmark.v1.GetProjectResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetProject"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetProjectRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetProjectResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProjectServiceMethodDescriptorSupplier("GetProject"))
              .build();
        }
      }
    }
    return getGetProjectMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ListProjectsRequest,
      dev.mintmark.v1.ListProjectsResponse> getListProjectsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListProjects",
      requestType = dev.mintmark.v1.ListProjectsRequest.class,
      responseType = dev.mintmark.v1.ListProjectsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ListProjectsRequest,
      dev.mintmark.v1.ListProjectsResponse> getListProjectsMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ListProjectsRequest, dev.mintmark.v1.ListProjectsResponse> getListProjectsMethod;
    if ((getListProjectsMethod = ProjectServiceGrpc.getListProjectsMethod) == null) {
      synchronized (ProjectServiceGrpc.class) {
        if ((getListProjectsMethod = ProjectServiceGrpc.getListProjectsMethod) == null) {
          ProjectServiceGrpc.getListProjectsMethod = getListProjectsMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ListProjectsRequest, dev.mintmark.v1.ListProjectsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListProjects"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListProjectsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListProjectsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProjectServiceMethodDescriptorSupplier("ListProjects"))
              .build();
        }
      }
    }
    return getListProjectsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateProjectRequest,
      dev.mintmark.v1.UpdateProjectResponse> getUpdateProjectMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateProject",
      requestType = dev.mintmark.v1.UpdateProjectRequest.class,
      responseType = dev.mintmark.v1.UpdateProjectResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateProjectRequest,
      dev.mintmark.v1.UpdateProjectResponse> getUpdateProjectMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateProjectRequest, dev.mintmark.v1.UpdateProjectResponse> getUpdateProjectMethod;
    if ((getUpdateProjectMethod = ProjectServiceGrpc.getUpdateProjectMethod) == null) {
      synchronized (ProjectServiceGrpc.class) {
        if ((getUpdateProjectMethod = ProjectServiceGrpc.getUpdateProjectMethod) == null) {
          ProjectServiceGrpc.getUpdateProjectMethod = getUpdateProjectMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.UpdateProjectRequest, dev.mintmark.v1.UpdateProjectResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateProject"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateProjectRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateProjectResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProjectServiceMethodDescriptorSupplier("UpdateProject"))
              .build();
        }
      }
    }
    return getUpdateProjectMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteProjectRequest,
      dev.mintmark.v1.DeleteProjectResponse> getDeleteProjectMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteProject",
      requestType = dev.mintmark.v1.DeleteProjectRequest.class,
      responseType = dev.mintmark.v1.DeleteProjectResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteProjectRequest,
      dev.mintmark.v1.DeleteProjectResponse> getDeleteProjectMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteProjectRequest, dev.mintmark.v1.DeleteProjectResponse> getDeleteProjectMethod;
    if ((getDeleteProjectMethod = ProjectServiceGrpc.getDeleteProjectMethod) == null) {
      synchronized (ProjectServiceGrpc.class) {
        if ((getDeleteProjectMethod = ProjectServiceGrpc.getDeleteProjectMethod) == null) {
          ProjectServiceGrpc.getDeleteProjectMethod = getDeleteProjectMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.DeleteProjectRequest, dev.mintmark.v1.DeleteProjectResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteProject"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeleteProjectRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeleteProjectResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ProjectServiceMethodDescriptorSupplier("DeleteProject"))
              .build();
        }
      }
    }
    return getDeleteProjectMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ProjectServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProjectServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProjectServiceStub>() {
        @java.lang.Override
        public ProjectServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProjectServiceStub(channel, callOptions);
        }
      };
    return ProjectServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ProjectServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProjectServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProjectServiceBlockingV2Stub>() {
        @java.lang.Override
        public ProjectServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProjectServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ProjectServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ProjectServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProjectServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProjectServiceBlockingStub>() {
        @java.lang.Override
        public ProjectServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProjectServiceBlockingStub(channel, callOptions);
        }
      };
    return ProjectServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ProjectServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ProjectServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ProjectServiceFutureStub>() {
        @java.lang.Override
        public ProjectServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ProjectServiceFutureStub(channel, callOptions);
        }
      };
    return ProjectServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Manages projects.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Create a project.
     * Caller: operator.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void createProject(dev.mintmark.v1.CreateProjectRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateProjectResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateProjectMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get a project: its settings as written, and with their defaults.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getProject(dev.mintmark.v1.GetProjectRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetProjectResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetProjectMethod(), responseObserver);
    }

    /**
     * <pre>
     * List the projects that the caller has a role in, in code-point order of their ids.
     * Caller: any role in the project.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    default void listProjects(dev.mintmark.v1.ListProjectsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListProjectsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListProjectsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Update a project. The whole is checked again; a refused update changes nothing.
     * Caller: owner; operator to raise limits.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void updateProject(dev.mintmark.v1.UpdateProjectRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateProjectResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateProjectMethod(), responseObserver);
    }

    /**
     * <pre>
     * Delete a project. Refused while it owns anything, but with force.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    default void deleteProject(dev.mintmark.v1.DeleteProjectRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteProjectResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteProjectMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ProjectService.
   * <pre>
   * Manages projects.
   * </pre>
   */
  public static abstract class ProjectServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ProjectServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ProjectService.
   * <pre>
   * Manages projects.
   * </pre>
   */
  public static final class ProjectServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ProjectServiceStub> {
    private ProjectServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProjectServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProjectServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a project.
     * Caller: operator.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void createProject(dev.mintmark.v1.CreateProjectRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateProjectResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateProjectMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get a project: its settings as written, and with their defaults.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getProject(dev.mintmark.v1.GetProjectRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetProjectResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetProjectMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * List the projects that the caller has a role in, in code-point order of their ids.
     * Caller: any role in the project.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public void listProjects(dev.mintmark.v1.ListProjectsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListProjectsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListProjectsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Update a project. The whole is checked again; a refused update changes nothing.
     * Caller: owner; operator to raise limits.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void updateProject(dev.mintmark.v1.UpdateProjectRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateProjectResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateProjectMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Delete a project. Refused while it owns anything, but with force.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public void deleteProject(dev.mintmark.v1.DeleteProjectRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteProjectResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteProjectMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ProjectService.
   * <pre>
   * Manages projects.
   * </pre>
   */
  public static final class ProjectServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ProjectServiceBlockingV2Stub> {
    private ProjectServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProjectServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProjectServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a project.
     * Caller: operator.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateProjectResponse createProject(dev.mintmark.v1.CreateProjectRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateProjectMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a project: its settings as written, and with their defaults.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetProjectResponse getProject(dev.mintmark.v1.GetProjectRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetProjectMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List the projects that the caller has a role in, in code-point order of their ids.
     * Caller: any role in the project.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListProjectsResponse listProjects(dev.mintmark.v1.ListProjectsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListProjectsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update a project. The whole is checked again; a refused update changes nothing.
     * Caller: owner; operator to raise limits.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateProjectResponse updateProject(dev.mintmark.v1.UpdateProjectRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateProjectMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Delete a project. Refused while it owns anything, but with force.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeleteProjectResponse deleteProject(dev.mintmark.v1.DeleteProjectRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteProjectMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ProjectService.
   * <pre>
   * Manages projects.
   * </pre>
   */
  public static final class ProjectServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ProjectServiceBlockingStub> {
    private ProjectServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProjectServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProjectServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a project.
     * Caller: operator.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateProjectResponse createProject(dev.mintmark.v1.CreateProjectRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateProjectMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a project: its settings as written, and with their defaults.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetProjectResponse getProject(dev.mintmark.v1.GetProjectRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetProjectMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List the projects that the caller has a role in, in code-point order of their ids.
     * Caller: any role in the project.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListProjectsResponse listProjects(dev.mintmark.v1.ListProjectsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListProjectsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update a project. The whole is checked again; a refused update changes nothing.
     * Caller: owner; operator to raise limits.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateProjectResponse updateProject(dev.mintmark.v1.UpdateProjectRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateProjectMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Delete a project. Refused while it owns anything, but with force.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeleteProjectResponse deleteProject(dev.mintmark.v1.DeleteProjectRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteProjectMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ProjectService.
   * <pre>
   * Manages projects.
   * </pre>
   */
  public static final class ProjectServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ProjectServiceFutureStub> {
    private ProjectServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ProjectServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ProjectServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a project.
     * Caller: operator.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.CreateProjectResponse> createProject(
        dev.mintmark.v1.CreateProjectRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateProjectMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get a project: its settings as written, and with their defaults.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetProjectResponse> getProject(
        dev.mintmark.v1.GetProjectRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetProjectMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * List the projects that the caller has a role in, in code-point order of their ids.
     * Caller: any role in the project.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ListProjectsResponse> listProjects(
        dev.mintmark.v1.ListProjectsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListProjectsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Update a project. The whole is checked again; a refused update changes nothing.
     * Caller: owner; operator to raise limits.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.UpdateProjectResponse> updateProject(
        dev.mintmark.v1.UpdateProjectRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateProjectMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Delete a project. Refused while it owns anything, but with force.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.DeleteProjectResponse> deleteProject(
        dev.mintmark.v1.DeleteProjectRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteProjectMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_PROJECT = 0;
  private static final int METHODID_GET_PROJECT = 1;
  private static final int METHODID_LIST_PROJECTS = 2;
  private static final int METHODID_UPDATE_PROJECT = 3;
  private static final int METHODID_DELETE_PROJECT = 4;

  private static final class MethodHandlers<Req, Resp> implements
      io.grpc.stub.ServerCalls.UnaryMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ServerStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.ClientStreamingMethod<Req, Resp>,
      io.grpc.stub.ServerCalls.BidiStreamingMethod<Req, Resp> {
    private final AsyncService serviceImpl;
    private final int methodId;

    MethodHandlers(AsyncService serviceImpl, int methodId) {
      this.serviceImpl = serviceImpl;
      this.methodId = methodId;
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public void invoke(Req request, io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        case METHODID_CREATE_PROJECT:
          serviceImpl.createProject((dev.mintmark.v1.CreateProjectRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateProjectResponse>) responseObserver);
          break;
        case METHODID_GET_PROJECT:
          serviceImpl.getProject((dev.mintmark.v1.GetProjectRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetProjectResponse>) responseObserver);
          break;
        case METHODID_LIST_PROJECTS:
          serviceImpl.listProjects((dev.mintmark.v1.ListProjectsRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ListProjectsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_PROJECT:
          serviceImpl.updateProject((dev.mintmark.v1.UpdateProjectRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateProjectResponse>) responseObserver);
          break;
        case METHODID_DELETE_PROJECT:
          serviceImpl.deleteProject((dev.mintmark.v1.DeleteProjectRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteProjectResponse>) responseObserver);
          break;
        default:
          throw new AssertionError();
      }
    }

    @java.lang.Override
    @java.lang.SuppressWarnings("unchecked")
    public io.grpc.stub.StreamObserver<Req> invoke(
        io.grpc.stub.StreamObserver<Resp> responseObserver) {
      switch (methodId) {
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getCreateProjectMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.CreateProjectRequest,
              dev.mintmark.v1.CreateProjectResponse>(
                service, METHODID_CREATE_PROJECT)))
        .addMethod(
          getGetProjectMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetProjectRequest,
              dev.mintmark.v1.GetProjectResponse>(
                service, METHODID_GET_PROJECT)))
        .addMethod(
          getListProjectsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ListProjectsRequest,
              dev.mintmark.v1.ListProjectsResponse>(
                service, METHODID_LIST_PROJECTS)))
        .addMethod(
          getUpdateProjectMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.UpdateProjectRequest,
              dev.mintmark.v1.UpdateProjectResponse>(
                service, METHODID_UPDATE_PROJECT)))
        .addMethod(
          getDeleteProjectMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.DeleteProjectRequest,
              dev.mintmark.v1.DeleteProjectResponse>(
                service, METHODID_DELETE_PROJECT)))
        .build();
  }

  private static abstract class ProjectServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ProjectServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.mintmark.v1.ProjectServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ProjectService");
    }
  }

  private static final class ProjectServiceFileDescriptorSupplier
      extends ProjectServiceBaseDescriptorSupplier {
    ProjectServiceFileDescriptorSupplier() {}
  }

  private static final class ProjectServiceMethodDescriptorSupplier
      extends ProjectServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ProjectServiceMethodDescriptorSupplier(java.lang.String methodName) {
      this.methodName = methodName;
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.MethodDescriptor getMethodDescriptor() {
      return getServiceDescriptor().findMethodByName(methodName);
    }
  }

  private static volatile io.grpc.ServiceDescriptor serviceDescriptor;

  public static io.grpc.ServiceDescriptor getServiceDescriptor() {
    io.grpc.ServiceDescriptor result = serviceDescriptor;
    if (result == null) {
      synchronized (ProjectServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ProjectServiceFileDescriptorSupplier())
              .addMethod(getCreateProjectMethod())
              .addMethod(getGetProjectMethod())
              .addMethod(getListProjectsMethod())
              .addMethod(getUpdateProjectMethod())
              .addMethod(getDeleteProjectMethod())
              .build();
        }
      }
    }
    return result;
  }
}
