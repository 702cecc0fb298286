package dev.mintmark.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Manages applications.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class ApplicationServiceGrpc {

  private ApplicationServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mintmark.v1.ApplicationService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.CreateApplicationRequest,
      dev.mintmark.v1.CreateApplicationResponse> getCreateApplicationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateApplication",
      requestType = dev.mintmark.v1.CreateApplicationRequest.class,
      responseType = dev.mintmark.v1.CreateApplicationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.CreateApplicationRequest,
      dev.mintmark.v1.CreateApplicationResponse> getCreateApplicationMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.CreateApplicationRequest, dev.mintmark.v1.CreateApplicationResponse> getCreateApplicationMethod;
    if ((getCreateApplicationMethod = ApplicationServiceGrpc.getCreateApplicationMethod) == null) {
      synchronized (ApplicationServiceGrpc.class) {
        if ((getCreateApplicationMethod = ApplicationServiceGrpc.getCreateApplicationMethod) == null) {
          ApplicationServiceGrpc.getCreateApplicationMethod = getCreateApplicationMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.CreateApplicationRequest, dev.mintmark.v1.CreateApplicationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateApplication"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateApplicationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateApplicationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApplicationServiceMethodDescriptorSupplier("CreateApplication"))
              .build();
        }
      }
    }
    return getCreateApplicationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetApplicationRequest,
      dev.mintmark.v1.GetApplicationResponse> getGetApplicationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetApplication",
      requestType = dev.mintmark.v1.GetApplicationRequest.class,
      responseType = dev.mintmark.v1.GetApplicationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetApplicationRequest,
      dev.mintmark.v1.GetApplicationResponse> getGetApplicationMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetApplicationRequest, dev.mintmark.v1.GetApplicationResponse> getGetApplicationMethod;
    if ((getGetApplicationMethod = ApplicationServiceGrpc.getGetApplicationMethod) == null) {
      synchronized (ApplicationServiceGrpc.class) {
        if ((getGetApplicationMethod = ApplicationServiceGrpc.getGetApplicationMethod) == null) {
          ApplicationServiceGrpc.getGetApplicationMethod = getGetApplicationMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetApplicationRequest, dev.mintmark.v1.GetApplicationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetApplication"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetApplicationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetApplicationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApplicationServiceMethodDescriptorSupplier("GetApplication"))
              .build();
        }
      }
    }
    return getGetApplicationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ListApplicationsRequest,
      dev.mintmark.v1.ListApplicationsResponse> getListApplicationsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListApplications",
      requestType = dev.mintmark.v1.ListApplicationsRequest.class,
      responseType = dev.mintmark.v1.ListApplicationsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ListApplicationsRequest,
      dev.mintmark.v1.ListApplicationsResponse> getListApplicationsMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ListApplicationsRequest, dev.mintmark.v1.ListApplicationsResponse> getListApplicationsMethod;
    if ((getListApplicationsMethod = ApplicationServiceGrpc.getListApplicationsMethod) == null) {
      synchronized (ApplicationServiceGrpc.class) {
        if ((getListApplicationsMethod = ApplicationServiceGrpc.getListApplicationsMethod) == null) {
          ApplicationServiceGrpc.getListApplicationsMethod = getListApplicationsMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ListApplicationsRequest, dev.mintmark.v1.ListApplicationsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListApplications"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListApplicationsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListApplicationsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApplicationServiceMethodDescriptorSupplier("ListApplications"))
              .build();
        }
      }
    }
    return getListApplicationsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateApplicationRequest,
      dev.mintmark.v1.UpdateApplicationResponse> getUpdateApplicationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateApplication",
      requestType = dev.mintmark.v1.UpdateApplicationRequest.class,
      responseType = dev.mintmark.v1.UpdateApplicationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateApplicationRequest,
      dev.mintmark.v1.UpdateApplicationResponse> getUpdateApplicationMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateApplicationRequest, dev.mintmark.v1.UpdateApplicationResponse> getUpdateApplicationMethod;
    if ((getUpdateApplicationMethod = ApplicationServiceGrpc.getUpdateApplicationMethod) == null) {
      synchronized (ApplicationServiceGrpc.class) {
        if ((getUpdateApplicationMethod = ApplicationServiceGrpc.getUpdateApplicationMethod) == null) {
          ApplicationServiceGrpc.getUpdateApplicationMethod = getUpdateApplicationMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.UpdateApplicationRequest, dev.mintmark.v1.UpdateApplicationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateApplication"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateApplicationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateApplicationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApplicationServiceMethodDescriptorSupplier("UpdateApplication"))
              .build();
        }
      }
    }
    return getUpdateApplicationMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteApplicationRequest,
      dev.mintmark.v1.DeleteApplicationResponse> getDeleteApplicationMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteApplication",
      requestType = dev.mintmark.v1.DeleteApplicationRequest.class,
      responseType = dev.mintmark.v1.DeleteApplicationResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteApplicationRequest,
      dev.mintmark.v1.DeleteApplicationResponse> getDeleteApplicationMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteApplicationRequest, dev.mintmark.v1.DeleteApplicationResponse> getDeleteApplicationMethod;
    if ((getDeleteApplicationMethod = ApplicationServiceGrpc.getDeleteApplicationMethod) == null) {
      synchronized (ApplicationServiceGrpc.class) {
        if ((getDeleteApplicationMethod = ApplicationServiceGrpc.getDeleteApplicationMethod) == null) {
          ApplicationServiceGrpc.getDeleteApplicationMethod = getDeleteApplicationMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.DeleteApplicationRequest, dev.mintmark.v1.DeleteApplicationResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteApplication"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeleteApplicationRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeleteApplicationResponse.getDefaultInstance()))
              .setSchemaDescriptor(new ApplicationServiceMethodDescriptorSupplier("DeleteApplication"))
              .build();
        }
      }
    }
    return getDeleteApplicationMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static ApplicationServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ApplicationServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ApplicationServiceStub>() {
        @java.lang.Override
        public ApplicationServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ApplicationServiceStub(channel, callOptions);
        }
      };
    return ApplicationServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static ApplicationServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ApplicationServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ApplicationServiceBlockingV2Stub>() {
        @java.lang.Override
        public ApplicationServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ApplicationServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return ApplicationServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static ApplicationServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ApplicationServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ApplicationServiceBlockingStub>() {
        @java.lang.Override
        public ApplicationServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ApplicationServiceBlockingStub(channel, callOptions);
        }
      };
    return ApplicationServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static ApplicationServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<ApplicationServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<ApplicationServiceFutureStub>() {
        @java.lang.Override
        public ApplicationServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new ApplicationServiceFutureStub(channel, callOptions);
        }
      };
    return ApplicationServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Manages applications.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Create an application.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void createApplication(dev.mintmark.v1.CreateApplicationRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateApplicationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateApplicationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get an application: its mappings as written and their canonical claims.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getApplication(dev.mintmark.v1.GetApplicationRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetApplicationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetApplicationMethod(), responseObserver);
    }

    /**
     * <pre>
     * List a project's applications, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    default void listApplications(dev.mintmark.v1.ListApplicationsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListApplicationsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListApplicationsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Update an application. The whole is checked again; a refused update changes nothing.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void updateApplication(dev.mintmark.v1.UpdateApplicationRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateApplicationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateApplicationMethod(), responseObserver);
    }

    /**
     * <pre>
     * Delete an application. Refused while others refer to it.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    default void deleteApplication(dev.mintmark.v1.DeleteApplicationRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteApplicationResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteApplicationMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service ApplicationService.
   * <pre>
   * Manages applications.
   * </pre>
   */
  public static abstract class ApplicationServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return ApplicationServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service ApplicationService.
   * <pre>
   * Manages applications.
   * </pre>
   */
  public static final class ApplicationServiceStub
      extends io.grpc.stub.AbstractAsyncStub<ApplicationServiceStub> {
    private ApplicationServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ApplicationServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ApplicationServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an application.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void createApplication(dev.mintmark.v1.CreateApplicationRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateApplicationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateApplicationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get an application: its mappings as written and their canonical claims.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getApplication(dev.mintmark.v1.GetApplicationRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetApplicationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetApplicationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * List a project's applications, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public void listApplications(dev.mintmark.v1.ListApplicationsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListApplicationsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListApplicationsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Update an application. The whole is checked again; a refused update changes nothing.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void updateApplication(dev.mintmark.v1.UpdateApplicationRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateApplicationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateApplicationMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Delete an application. Refused while others refer to it.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public void deleteApplication(dev.mintmark.v1.DeleteApplicationRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteApplicationResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteApplicationMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service ApplicationService.
   * <pre>
   * Manages applications.
   * </pre>
   */
  public static final class ApplicationServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<ApplicationServiceBlockingV2Stub> {
    private ApplicationServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ApplicationServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ApplicationServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an application.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateApplicationResponse createApplication(dev.mintmark.v1.CreateApplicationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateApplicationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get an application: its mappings as written and their canonical claims.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetApplicationResponse getApplication(dev.mintmark.v1.GetApplicationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetApplicationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a project's applications, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListApplicationsResponse listApplications(dev.mintmark.v1.ListApplicationsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListApplicationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update an application. The whole is checked again; a refused update changes nothing.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateApplicationResponse updateApplication(dev.mintmark.v1.UpdateApplicationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateApplicationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Delete an application. Refused while others refer to it.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeleteApplicationResponse deleteApplication(dev.mintmark.v1.DeleteApplicationRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteApplicationMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service ApplicationService.
   * <pre>
   * Manages applications.
   * </pre>
   */
  public static final class ApplicationServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<ApplicationServiceBlockingStub> {
    private ApplicationServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ApplicationServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ApplicationServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an application.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateApplicationResponse createApplication(dev.mintmark.v1.CreateApplicationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateApplicationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get an application: its mappings as written and their canonical claims.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetApplicationResponse getApplication(dev.mintmark.v1.GetApplicationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetApplicationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a project's applications, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListApplicationsResponse listApplications(dev.mintmark.v1.ListApplicationsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListApplicationsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update an application. The whole is checked again; a refused update changes nothing.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateApplicationResponse updateApplication(dev.mintmark.v1.UpdateApplicationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateApplicationMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Delete an application. Refused while others refer to it.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeleteApplicationResponse deleteApplication(dev.mintmark.v1.DeleteApplicationRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteApplicationMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service ApplicationService.
   * <pre>
   * Manages applications.
   * </pre>
   */
  public static final class ApplicationServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<ApplicationServiceFutureStub> {
    private ApplicationServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected ApplicationServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new ApplicationServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an application.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.CreateApplicationResponse> createApplication(
        dev.mintmark.v1.CreateApplicationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateApplicationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get an application: its mappings as written and their canonical claims.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetApplicationResponse> getApplication(
        dev.mintmark.v1.GetApplicationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetApplicationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * List a project's applications, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ListApplicationsResponse> listApplications(
        dev.mintmark.v1.ListApplicationsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListApplicationsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Update an application. The whole is checked again; a refused update changes nothing.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.UpdateApplicationResponse> updateApplication(
        dev.mintmark.v1.UpdateApplicationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateApplicationMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Delete an application. Refused while others refer to it.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.DeleteApplicationResponse> deleteApplication(
        dev.mintmark.v1.DeleteApplicationRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteApplicationMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_APPLICATION = 0;
  private static final int METHODID_GET_APPLICATION = 1;
  private static final int METHODID_LIST_APPLICATIONS = 2;
  private static final int METHODID_UPDATE_APPLICATION = 3;
  private static final int METHODID_DELETE_APPLICATION = 4;

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
        case METHODID_CREATE_APPLICATION:
          serviceImpl.createApplication((dev.mintmark.v1.CreateApplicationRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateApplicationResponse>) responseObserver);
          break;
        case METHODID_GET_APPLICATION:
          serviceImpl.getApplication((dev.mintmark.v1.GetApplicationRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetApplicationResponse>) responseObserver);
          break;
        case METHODID_LIST_APPLICATIONS:
          serviceImpl.listApplications((dev.mintmark.v1.ListApplicationsRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ListApplicationsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_APPLICATION:
          serviceImpl.updateApplication((dev.mintmark.v1.UpdateApplicationRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateApplicationResponse>) responseObserver);
          break;
        case METHODID_DELETE_APPLICATION:
          serviceImpl.deleteApplication((dev.mintmark.v1.DeleteApplicationRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteApplicationResponse>) responseObserver);
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
          getCreateApplicationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.CreateApplicationRequest,
              dev.mintmark.v1.CreateApplicationResponse>(
                service, METHODID_CREATE_APPLICATION)))
        .addMethod(
          getGetApplicationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetApplicationRequest,
              dev.mintmark.v1.GetApplicationResponse>(
                service, METHODID_GET_APPLICATION)))
        .addMethod(
          getListApplicationsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ListApplicationsRequest,
              dev.mintmark.v1.ListApplicationsResponse>(
                service, METHODID_LIST_APPLICATIONS)))
        .addMethod(
          getUpdateApplicationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.UpdateApplicationRequest,
              dev.mintmark.v1.UpdateApplicationResponse>(
                service, METHODID_UPDATE_APPLICATION)))
        .addMethod(
          getDeleteApplicationMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.DeleteApplicationRequest,
              dev.mintmark.v1.DeleteApplicationResponse>(
                service, METHODID_DELETE_APPLICATION)))
        .build();
  }

  private static abstract class ApplicationServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    ApplicationServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.mintmark.v1.ApplicationServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("ApplicationService");
    }
  }

  private static final class ApplicationServiceFileDescriptorSupplier
      extends ApplicationServiceBaseDescriptorSupplier {
    ApplicationServiceFileDescriptorSupplier() {}
  }

  private static final class ApplicationServiceMethodDescriptorSupplier
      extends ApplicationServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    ApplicationServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (ApplicationServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new ApplicationServiceFileDescriptorSupplier())
              .addMethod(getCreateApplicationMethod())
              .addMethod(getGetApplicationMethod())
              .addMethod(getListApplicationsMethod())
              .addMethod(getUpdateApplicationMethod())
              .addMethod(getDeleteApplicationMethod())
              .build();
        }
      }
    }
    return result;
  }
}
