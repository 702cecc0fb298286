package dev.mintmark.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Manages credentials.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class CredentialServiceGrpc {

  private CredentialServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mintmark.v1.CredentialService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.CreateCredentialRequest,
      dev.mintmark.v1.CreateCredentialResponse> getCreateCredentialMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateCredential",
      requestType = dev.mintmark.v1.CreateCredentialRequest.class,
      responseType = dev.mintmark.v1.CreateCredentialResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.CreateCredentialRequest,
      dev.mintmark.v1.CreateCredentialResponse> getCreateCredentialMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.CreateCredentialRequest, dev.mintmark.v1.CreateCredentialResponse> getCreateCredentialMethod;
    if ((getCreateCredentialMethod = CredentialServiceGrpc.getCreateCredentialMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getCreateCredentialMethod = CredentialServiceGrpc.getCreateCredentialMethod) == null) {
          CredentialServiceGrpc.getCreateCredentialMethod = getCreateCredentialMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.CreateCredentialRequest, dev.mintmark.v1.CreateCredentialResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateCredential"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateCredentialRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateCredentialResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("CreateCredential"))
              .build();
        }
      }
    }
    return getCreateCredentialMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetCredentialRequest,
      dev.mintmark.v1.GetCredentialResponse> getGetCredentialMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetCredential",
      requestType = dev.mintmark.v1.GetCredentialRequest.class,
      responseType = dev.mintmark.v1.GetCredentialResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetCredentialRequest,
      dev.mintmark.v1.GetCredentialResponse> getGetCredentialMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetCredentialRequest, dev.mintmark.v1.GetCredentialResponse> getGetCredentialMethod;
    if ((getGetCredentialMethod = CredentialServiceGrpc.getGetCredentialMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getGetCredentialMethod = CredentialServiceGrpc.getGetCredentialMethod) == null) {
          CredentialServiceGrpc.getGetCredentialMethod = getGetCredentialMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetCredentialRequest, dev.mintmark.v1.GetCredentialResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetCredential"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetCredentialRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetCredentialResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("GetCredential"))
              .build();
        }
      }
    }
    return getGetCredentialMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ListCredentialsRequest,
      dev.mintmark.v1.ListCredentialsResponse> getListCredentialsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListCredentials",
      requestType = dev.mintmark.v1.ListCredentialsRequest.class,
      responseType = dev.mintmark.v1.ListCredentialsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ListCredentialsRequest,
      dev.mintmark.v1.ListCredentialsResponse> getListCredentialsMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ListCredentialsRequest, dev.mintmark.v1.ListCredentialsResponse> getListCredentialsMethod;
    if ((getListCredentialsMethod = CredentialServiceGrpc.getListCredentialsMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getListCredentialsMethod = CredentialServiceGrpc.getListCredentialsMethod) == null) {
          CredentialServiceGrpc.getListCredentialsMethod = getListCredentialsMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ListCredentialsRequest, dev.mintmark.v1.ListCredentialsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListCredentials"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListCredentialsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListCredentialsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("ListCredentials"))
              .build();
        }
      }
    }
    return getListCredentialsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateCredentialRequest,
      dev.mintmark.v1.UpdateCredentialResponse> getUpdateCredentialMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateCredential",
      requestType = dev.mintmark.v1.UpdateCredentialRequest.class,
      responseType = dev.mintmark.v1.UpdateCredentialResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateCredentialRequest,
      dev.mintmark.v1.UpdateCredentialResponse> getUpdateCredentialMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateCredentialRequest, dev.mintmark.v1.UpdateCredentialResponse> getUpdateCredentialMethod;
    if ((getUpdateCredentialMethod = CredentialServiceGrpc.getUpdateCredentialMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getUpdateCredentialMethod = CredentialServiceGrpc.getUpdateCredentialMethod) == null) {
          CredentialServiceGrpc.getUpdateCredentialMethod = getUpdateCredentialMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.UpdateCredentialRequest, dev.mintmark.v1.UpdateCredentialResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateCredential"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateCredentialRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateCredentialResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("UpdateCredential"))
              .build();
        }
      }
    }
    return getUpdateCredentialMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeCredentialRequest,
      dev.mintmark.v1.RevokeCredentialResponse> getRevokeCredentialMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeCredential",
      requestType = dev.mintmark.v1.RevokeCredentialRequest.class,
      responseType = dev.mintmark.v1.RevokeCredentialResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeCredentialRequest,
      dev.mintmark.v1.RevokeCredentialResponse> getRevokeCredentialMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeCredentialRequest, dev.mintmark.v1.RevokeCredentialResponse> getRevokeCredentialMethod;
    if ((getRevokeCredentialMethod = CredentialServiceGrpc.getRevokeCredentialMethod) == null) {
      synchronized (CredentialServiceGrpc.class) {
        if ((getRevokeCredentialMethod = CredentialServiceGrpc.getRevokeCredentialMethod) == null) {
          CredentialServiceGrpc.getRevokeCredentialMethod = getRevokeCredentialMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.RevokeCredentialRequest, dev.mintmark.v1.RevokeCredentialResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeCredential"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RevokeCredentialRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RevokeCredentialResponse.getDefaultInstance()))
              .setSchemaDescriptor(new CredentialServiceMethodDescriptorSupplier("RevokeCredential"))
              .build();
        }
      }
    }
    return getRevokeCredentialMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static CredentialServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CredentialServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CredentialServiceStub>() {
        @java.lang.Override
        public CredentialServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CredentialServiceStub(channel, callOptions);
        }
      };
    return CredentialServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static CredentialServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CredentialServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CredentialServiceBlockingV2Stub>() {
        @java.lang.Override
        public CredentialServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CredentialServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return CredentialServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static CredentialServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CredentialServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CredentialServiceBlockingStub>() {
        @java.lang.Override
        public CredentialServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CredentialServiceBlockingStub(channel, callOptions);
        }
      };
    return CredentialServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static CredentialServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<CredentialServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<CredentialServiceFutureStub>() {
        @java.lang.Override
        public CredentialServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new CredentialServiceFutureStub(channel, callOptions);
        }
      };
    return CredentialServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Manages credentials.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Create a credential.
     * Caller: operator.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    default void createCredential(dev.mintmark.v1.CreateCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateCredentialResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateCredentialMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get a credential.
     * Caller: operator.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getCredential(dev.mintmark.v1.GetCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetCredentialResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetCredentialMethod(), responseObserver);
    }

    /**
     * <pre>
     * List credentials, in code-point order of their ids.
     * Caller: operator.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    default void listCredentials(dev.mintmark.v1.ListCredentialsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListCredentialsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListCredentialsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Update a credential. The whole is checked again; a refused update changes nothing.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    default void updateCredential(dev.mintmark.v1.UpdateCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateCredentialResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateCredentialMethod(), responseObserver);
    }

    /**
     * <pre>
     * End a credential at once and for good; its record stays for the audit log.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void revokeCredential(dev.mintmark.v1.RevokeCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeCredentialResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeCredentialMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service CredentialService.
   * <pre>
   * Manages credentials.
   * </pre>
   */
  public static abstract class CredentialServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return CredentialServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service CredentialService.
   * <pre>
   * Manages credentials.
   * </pre>
   */
  public static final class CredentialServiceStub
      extends io.grpc.stub.AbstractAsyncStub<CredentialServiceStub> {
    private CredentialServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CredentialServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CredentialServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a credential.
     * Caller: operator.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public void createCredential(dev.mintmark.v1.CreateCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateCredentialResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateCredentialMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get a credential.
     * Caller: operator.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getCredential(dev.mintmark.v1.GetCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetCredentialResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetCredentialMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * List credentials, in code-point order of their ids.
     * Caller: operator.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public void listCredentials(dev.mintmark.v1.ListCredentialsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListCredentialsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListCredentialsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Update a credential. The whole is checked again; a refused update changes nothing.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public void updateCredential(dev.mintmark.v1.UpdateCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateCredentialResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateCredentialMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * End a credential at once and for good; its record stays for the audit log.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void revokeCredential(dev.mintmark.v1.RevokeCredentialRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeCredentialResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeCredentialMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service CredentialService.
   * <pre>
   * Manages credentials.
   * </pre>
   */
  public static final class CredentialServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<CredentialServiceBlockingV2Stub> {
    private CredentialServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CredentialServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CredentialServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a credential.
     * Caller: operator.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateCredentialResponse createCredential(dev.mintmark.v1.CreateCredentialRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a credential.
     * Caller: operator.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetCredentialResponse getCredential(dev.mintmark.v1.GetCredentialRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List credentials, in code-point order of their ids.
     * Caller: operator.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListCredentialsResponse listCredentials(dev.mintmark.v1.ListCredentialsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListCredentialsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update a credential. The whole is checked again; a refused update changes nothing.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateCredentialResponse updateCredential(dev.mintmark.v1.UpdateCredentialRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * End a credential at once and for good; its record stays for the audit log.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RevokeCredentialResponse revokeCredential(dev.mintmark.v1.RevokeCredentialRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeCredentialMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service CredentialService.
   * <pre>
   * Manages credentials.
   * </pre>
   */
  public static final class CredentialServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<CredentialServiceBlockingStub> {
    private CredentialServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CredentialServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CredentialServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a credential.
     * Caller: operator.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateCredentialResponse createCredential(dev.mintmark.v1.CreateCredentialRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a credential.
     * Caller: operator.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetCredentialResponse getCredential(dev.mintmark.v1.GetCredentialRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List credentials, in code-point order of their ids.
     * Caller: operator.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListCredentialsResponse listCredentials(dev.mintmark.v1.ListCredentialsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListCredentialsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update a credential. The whole is checked again; a refused update changes nothing.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateCredentialResponse updateCredential(dev.mintmark.v1.UpdateCredentialRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateCredentialMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * End a credential at once and for good; its record stays for the audit log.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RevokeCredentialResponse revokeCredential(dev.mintmark.v1.RevokeCredentialRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeCredentialMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service CredentialService.
   * <pre>
   * Manages credentials.
   * </pre>
   */
  public static final class CredentialServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<CredentialServiceFutureStub> {
    private CredentialServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected CredentialServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new CredentialServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a credential.
     * Caller: operator.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.CreateCredentialResponse> createCredential(
        dev.mintmark.v1.CreateCredentialRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateCredentialMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get a credential.
     * Caller: operator.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetCredentialResponse> getCredential(
        dev.mintmark.v1.GetCredentialRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetCredentialMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * List credentials, in code-point order of their ids.
     * Caller: operator.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ListCredentialsResponse> listCredentials(
        dev.mintmark.v1.ListCredentialsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListCredentialsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Update a credential. The whole is checked again; a refused update changes nothing.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.UpdateCredentialResponse> updateCredential(
        dev.mintmark.v1.UpdateCredentialRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateCredentialMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * End a credential at once and for good; its record stays for the audit log.
     * Caller: operator.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.RevokeCredentialResponse> revokeCredential(
        dev.mintmark.v1.RevokeCredentialRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeCredentialMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_CREDENTIAL = 0;
  private static final int METHODID_GET_CREDENTIAL = 1;
  private static final int METHODID_LIST_CREDENTIALS = 2;
  private static final int METHODID_UPDATE_CREDENTIAL = 3;
  private static final int METHODID_REVOKE_CREDENTIAL = 4;

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
        case METHODID_CREATE_CREDENTIAL:
          serviceImpl.createCredential((dev.mintmark.v1.CreateCredentialRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateCredentialResponse>) responseObserver);
          break;
        case METHODID_GET_CREDENTIAL:
          serviceImpl.getCredential((dev.mintmark.v1.GetCredentialRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetCredentialResponse>) responseObserver);
          break;
        case METHODID_LIST_CREDENTIALS:
          serviceImpl.listCredentials((dev.mintmark.v1.ListCredentialsRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ListCredentialsResponse>) responseObserver);
          break;
        case METHODID_UPDATE_CREDENTIAL:
          serviceImpl.updateCredential((dev.mintmark.v1.UpdateCredentialRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateCredentialResponse>) responseObserver);
          break;
        case METHODID_REVOKE_CREDENTIAL:
          serviceImpl.revokeCredential((dev.mintmark.v1.RevokeCredentialRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeCredentialResponse>) responseObserver);
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
          getCreateCredentialMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.CreateCredentialRequest,
              dev.mintmark.v1.CreateCredentialResponse>(
                service, METHODID_CREATE_CREDENTIAL)))
        .addMethod(
          getGetCredentialMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetCredentialRequest,
              dev.mintmark.v1.GetCredentialResponse>(
                service, METHODID_GET_CREDENTIAL)))
        .addMethod(
          getListCredentialsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ListCredentialsRequest,
              dev.mintmark.v1.ListCredentialsResponse>(
                service, METHODID_LIST_CREDENTIALS)))
        .addMethod(
          getUpdateCredentialMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.UpdateCredentialRequest,
              dev.mintmark.v1.UpdateCredentialResponse>(
                service, METHODID_UPDATE_CREDENTIAL)))
        .addMethod(
          getRevokeCredentialMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.RevokeCredentialRequest,
              dev.mintmark.v1.RevokeCredentialResponse>(
                service, METHODID_REVOKE_CREDENTIAL)))
        .build();
  }

  private static abstract class CredentialServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    CredentialServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.mintmark.v1.CredentialServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("CredentialService");
    }
  }

  private static final class CredentialServiceFileDescriptorSupplier
      extends CredentialServiceBaseDescriptorSupplier {
    CredentialServiceFileDescriptorSupplier() {}
  }

  private static final class CredentialServiceMethodDescriptorSupplier
      extends CredentialServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    CredentialServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (CredentialServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new CredentialServiceFileDescriptorSupplier())
              .addMethod(getCreateCredentialMethod())
              .addMethod(getGetCredentialMethod())
              .addMethod(getListCredentialsMethod())
              .addMethod(getUpdateCredentialMethod())
              .addMethod(getRevokeCredentialMethod())
              .build();
        }
      }
    }
    return result;
  }
}
