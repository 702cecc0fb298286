package dev.mintmark.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Manages a project's signing keys: next, active, retiring, retired, or revoked.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class KeyServiceGrpc {

  private KeyServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mintmark.v1.KeyService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ListKeysRequest,
      dev.mintmark.v1.ListKeysResponse> getListKeysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListKeys",
      requestType = dev.mintmark.v1.ListKeysRequest.class,
      responseType = dev.mintmark.v1.ListKeysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ListKeysRequest,
      dev.mintmark.v1.ListKeysResponse> getListKeysMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ListKeysRequest, dev.mintmark.v1.ListKeysResponse> getListKeysMethod;
    if ((getListKeysMethod = KeyServiceGrpc.getListKeysMethod) == null) {
      synchronized (KeyServiceGrpc.class) {
        if ((getListKeysMethod = KeyServiceGrpc.getListKeysMethod) == null) {
          KeyServiceGrpc.getListKeysMethod = getListKeysMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ListKeysRequest, dev.mintmark.v1.ListKeysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListKeys"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListKeysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListKeysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KeyServiceMethodDescriptorSupplier("ListKeys"))
              .build();
        }
      }
    }
    return getListKeysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetKeyRequest,
      dev.mintmark.v1.GetKeyResponse> getGetKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetKey",
      requestType = dev.mintmark.v1.GetKeyRequest.class,
      responseType = dev.mintmark.v1.GetKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetKeyRequest,
      dev.mintmark.v1.GetKeyResponse> getGetKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetKeyRequest, dev.mintmark.v1.GetKeyResponse> getGetKeyMethod;
    if ((getGetKeyMethod = KeyServiceGrpc.getGetKeyMethod) == null) {
      synchronized (KeyServiceGrpc.class) {
        if ((getGetKeyMethod = KeyServiceGrpc.getGetKeyMethod) == null) {
          KeyServiceGrpc.getGetKeyMethod = getGetKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetKeyRequest, dev.mintmark.v1.GetKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KeyServiceMethodDescriptorSupplier("GetKey"))
              .build();
        }
      }
    }
    return getGetKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.PrepareKeyRequest,
      dev.mintmark.v1.PrepareKeyResponse> getPrepareKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PrepareKey",
      requestType = dev.mintmark.v1.PrepareKeyRequest.class,
      responseType = dev.mintmark.v1.PrepareKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.PrepareKeyRequest,
      dev.mintmark.v1.PrepareKeyResponse> getPrepareKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.PrepareKeyRequest, dev.mintmark.v1.PrepareKeyResponse> getPrepareKeyMethod;
    if ((getPrepareKeyMethod = KeyServiceGrpc.getPrepareKeyMethod) == null) {
      synchronized (KeyServiceGrpc.class) {
        if ((getPrepareKeyMethod = KeyServiceGrpc.getPrepareKeyMethod) == null) {
          KeyServiceGrpc.getPrepareKeyMethod = getPrepareKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.PrepareKeyRequest, dev.mintmark.v1.PrepareKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PrepareKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.PrepareKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.PrepareKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KeyServiceMethodDescriptorSupplier("PrepareKey"))
              .build();
        }
      }
    }
    return getPrepareKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ActivateKeyRequest,
      dev.mintmark.v1.ActivateKeyResponse> getActivateKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ActivateKey",
      requestType = dev.mintmark.v1.ActivateKeyRequest.class,
      responseType = dev.mintmark.v1.ActivateKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ActivateKeyRequest,
      dev.mintmark.v1.ActivateKeyResponse> getActivateKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ActivateKeyRequest, dev.mintmark.v1.ActivateKeyResponse> getActivateKeyMethod;
    if ((getActivateKeyMethod = KeyServiceGrpc.getActivateKeyMethod) == null) {
      synchronized (KeyServiceGrpc.class) {
        if ((getActivateKeyMethod = KeyServiceGrpc.getActivateKeyMethod) == null) {
          KeyServiceGrpc.getActivateKeyMethod = getActivateKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ActivateKeyRequest, dev.mintmark.v1.ActivateKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ActivateKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ActivateKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ActivateKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KeyServiceMethodDescriptorSupplier("ActivateKey"))
              .build();
        }
      }
    }
    return getActivateKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.RetireKeyRequest,
      dev.mintmark.v1.RetireKeyResponse> getRetireKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RetireKey",
      requestType = dev.mintmark.v1.RetireKeyRequest.class,
      responseType = dev.mintmark.v1.RetireKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.RetireKeyRequest,
      dev.mintmark.v1.RetireKeyResponse> getRetireKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.RetireKeyRequest, dev.mintmark.v1.RetireKeyResponse> getRetireKeyMethod;
    if ((getRetireKeyMethod = KeyServiceGrpc.getRetireKeyMethod) == null) {
      synchronized (KeyServiceGrpc.class) {
        if ((getRetireKeyMethod = KeyServiceGrpc.getRetireKeyMethod) == null) {
          KeyServiceGrpc.getRetireKeyMethod = getRetireKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.RetireKeyRequest, dev.mintmark.v1.RetireKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RetireKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RetireKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RetireKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KeyServiceMethodDescriptorSupplier("RetireKey"))
              .build();
        }
      }
    }
    return getRetireKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeKeyRequest,
      dev.mintmark.v1.RevokeKeyResponse> getRevokeKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeKey",
      requestType = dev.mintmark.v1.RevokeKeyRequest.class,
      responseType = dev.mintmark.v1.RevokeKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeKeyRequest,
      dev.mintmark.v1.RevokeKeyResponse> getRevokeKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeKeyRequest, dev.mintmark.v1.RevokeKeyResponse> getRevokeKeyMethod;
    if ((getRevokeKeyMethod = KeyServiceGrpc.getRevokeKeyMethod) == null) {
      synchronized (KeyServiceGrpc.class) {
        if ((getRevokeKeyMethod = KeyServiceGrpc.getRevokeKeyMethod) == null) {
          KeyServiceGrpc.getRevokeKeyMethod = getRevokeKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.RevokeKeyRequest, dev.mintmark.v1.RevokeKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RevokeKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RevokeKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KeyServiceMethodDescriptorSupplier("RevokeKey"))
              .build();
        }
      }
    }
    return getRevokeKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetJsonWebKeySetRequest,
      dev.mintmark.v1.GetJsonWebKeySetResponse> getGetJsonWebKeySetMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetJsonWebKeySet",
      requestType = dev.mintmark.v1.GetJsonWebKeySetRequest.class,
      responseType = dev.mintmark.v1.GetJsonWebKeySetResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetJsonWebKeySetRequest,
      dev.mintmark.v1.GetJsonWebKeySetResponse> getGetJsonWebKeySetMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetJsonWebKeySetRequest, dev.mintmark.v1.GetJsonWebKeySetResponse> getGetJsonWebKeySetMethod;
    if ((getGetJsonWebKeySetMethod = KeyServiceGrpc.getGetJsonWebKeySetMethod) == null) {
      synchronized (KeyServiceGrpc.class) {
        if ((getGetJsonWebKeySetMethod = KeyServiceGrpc.getGetJsonWebKeySetMethod) == null) {
          KeyServiceGrpc.getGetJsonWebKeySetMethod = getGetJsonWebKeySetMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetJsonWebKeySetRequest, dev.mintmark.v1.GetJsonWebKeySetResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetJsonWebKeySet"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetJsonWebKeySetRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetJsonWebKeySetResponse.getDefaultInstance()))
              .setSchemaDescriptor(new KeyServiceMethodDescriptorSupplier("GetJsonWebKeySet"))
              .build();
        }
      }
    }
    return getGetJsonWebKeySetMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static KeyServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<KeyServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<KeyServiceStub>() {
        @java.lang.Override
        public KeyServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new KeyServiceStub(channel, callOptions);
        }
      };
    return KeyServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static KeyServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<KeyServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<KeyServiceBlockingV2Stub>() {
        @java.lang.Override
        public KeyServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new KeyServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return KeyServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static KeyServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<KeyServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<KeyServiceBlockingStub>() {
        @java.lang.Override
        public KeyServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new KeyServiceBlockingStub(channel, callOptions);
        }
      };
    return KeyServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static KeyServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<KeyServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<KeyServiceFutureStub>() {
        @java.lang.Override
        public KeyServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new KeyServiceFutureStub(channel, callOptions);
        }
      };
    return KeyServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Manages a project's signing keys: next, active, retiring, retired, or revoked.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * List a project's signing keys.
     * Caller: owner, key-admin, auditor.
     * Errors: INVALID_PAGE_TOKEN.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    default void listKeys(dev.mintmark.v1.ListKeysRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListKeysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListKeysMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get a signing key.
     * Caller: owner, key-admin, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getKey(dev.mintmark.v1.GetKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Make the next signing key and publish it. It does not sign yet.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, INVALID_STATE.
     * Retry: safe with request_id.
     * Limits: 50 published keys a project.
     * </pre>
     */
    default void prepareKey(dev.mintmark.v1.PrepareKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.PrepareKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPrepareKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Let a next key sign; the active one retires. Refused until the key has been published for the key set's max-age, but with force.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE, KEY_NOT_YET_PUBLISHED.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    default void activateKey(dev.mintmark.v1.ActivateKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ActivateKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getActivateKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Take a key that signs no more out of the key set.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    default void retireKey(dev.mintmark.v1.RetireKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RetireKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRetireKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Revoke a key at once: its tokens are inactive; an active one is replaced in the same transaction.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    default void revokeKey(dev.mintmark.v1.RevokeKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get the public key set (RFC 7517) that verifiers use.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getJsonWebKeySet(dev.mintmark.v1.GetJsonWebKeySetRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetJsonWebKeySetResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetJsonWebKeySetMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service KeyService.
   * <pre>
   * Manages a project's signing keys: next, active, retiring, retired, or revoked.
   * </pre>
   */
  public static abstract class KeyServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return KeyServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service KeyService.
   * <pre>
   * Manages a project's signing keys: next, active, retiring, retired, or revoked.
   * </pre>
   */
  public static final class KeyServiceStub
      extends io.grpc.stub.AbstractAsyncStub<KeyServiceStub> {
    private KeyServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected KeyServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new KeyServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * List a project's signing keys.
     * Caller: owner, key-admin, auditor.
     * Errors: INVALID_PAGE_TOKEN.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public void listKeys(dev.mintmark.v1.ListKeysRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListKeysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListKeysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get a signing key.
     * Caller: owner, key-admin, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getKey(dev.mintmark.v1.GetKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Make the next signing key and publish it. It does not sign yet.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, INVALID_STATE.
     * Retry: safe with request_id.
     * Limits: 50 published keys a project.
     * </pre>
     */
    public void prepareKey(dev.mintmark.v1.PrepareKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.PrepareKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPrepareKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Let a next key sign; the active one retires. Refused until the key has been published for the key set's max-age, but with force.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE, KEY_NOT_YET_PUBLISHED.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public void activateKey(dev.mintmark.v1.ActivateKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ActivateKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getActivateKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Take a key that signs no more out of the key set.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public void retireKey(dev.mintmark.v1.RetireKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RetireKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRetireKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Revoke a key at once: its tokens are inactive; an active one is replaced in the same transaction.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public void revokeKey(dev.mintmark.v1.RevokeKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get the public key set (RFC 7517) that verifiers use.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getJsonWebKeySet(dev.mintmark.v1.GetJsonWebKeySetRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetJsonWebKeySetResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetJsonWebKeySetMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service KeyService.
   * <pre>
   * Manages a project's signing keys: next, active, retiring, retired, or revoked.
   * </pre>
   */
  public static final class KeyServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<KeyServiceBlockingV2Stub> {
    private KeyServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected KeyServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new KeyServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * List a project's signing keys.
     * Caller: owner, key-admin, auditor.
     * Errors: INVALID_PAGE_TOKEN.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListKeysResponse listKeys(dev.mintmark.v1.ListKeysRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a signing key.
     * Caller: owner, key-admin, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetKeyResponse getKey(dev.mintmark.v1.GetKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Make the next signing key and publish it. It does not sign yet.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, INVALID_STATE.
     * Retry: safe with request_id.
     * Limits: 50 published keys a project.
     * </pre>
     */
    public dev.mintmark.v1.PrepareKeyResponse prepareKey(dev.mintmark.v1.PrepareKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPrepareKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Let a next key sign; the active one retires. Refused until the key has been published for the key set's max-age, but with force.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE, KEY_NOT_YET_PUBLISHED.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.ActivateKeyResponse activateKey(dev.mintmark.v1.ActivateKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getActivateKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Take a key that signs no more out of the key set.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RetireKeyResponse retireKey(dev.mintmark.v1.RetireKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRetireKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Revoke a key at once: its tokens are inactive; an active one is replaced in the same transaction.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RevokeKeyResponse revokeKey(dev.mintmark.v1.RevokeKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get the public key set (RFC 7517) that verifiers use.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetJsonWebKeySetResponse getJsonWebKeySet(dev.mintmark.v1.GetJsonWebKeySetRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetJsonWebKeySetMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service KeyService.
   * <pre>
   * Manages a project's signing keys: next, active, retiring, retired, or revoked.
   * </pre>
   */
  public static final class KeyServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<KeyServiceBlockingStub> {
    private KeyServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected KeyServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new KeyServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * List a project's signing keys.
     * Caller: owner, key-admin, auditor.
     * Errors: INVALID_PAGE_TOKEN.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListKeysResponse listKeys(dev.mintmark.v1.ListKeysRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a signing key.
     * Caller: owner, key-admin, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetKeyResponse getKey(dev.mintmark.v1.GetKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Make the next signing key and publish it. It does not sign yet.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, INVALID_STATE.
     * Retry: safe with request_id.
     * Limits: 50 published keys a project.
     * </pre>
     */
    public dev.mintmark.v1.PrepareKeyResponse prepareKey(dev.mintmark.v1.PrepareKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPrepareKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Let a next key sign; the active one retires. Refused until the key has been published for the key set's max-age, but with force.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE, KEY_NOT_YET_PUBLISHED.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.ActivateKeyResponse activateKey(dev.mintmark.v1.ActivateKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getActivateKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Take a key that signs no more out of the key set.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RetireKeyResponse retireKey(dev.mintmark.v1.RetireKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRetireKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Revoke a key at once: its tokens are inactive; an active one is replaced in the same transaction.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RevokeKeyResponse revokeKey(dev.mintmark.v1.RevokeKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get the public key set (RFC 7517) that verifiers use.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetJsonWebKeySetResponse getJsonWebKeySet(dev.mintmark.v1.GetJsonWebKeySetRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetJsonWebKeySetMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service KeyService.
   * <pre>
   * Manages a project's signing keys: next, active, retiring, retired, or revoked.
   * </pre>
   */
  public static final class KeyServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<KeyServiceFutureStub> {
    private KeyServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected KeyServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new KeyServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * List a project's signing keys.
     * Caller: owner, key-admin, auditor.
     * Errors: INVALID_PAGE_TOKEN.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ListKeysResponse> listKeys(
        dev.mintmark.v1.ListKeysRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListKeysMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get a signing key.
     * Caller: owner, key-admin, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetKeyResponse> getKey(
        dev.mintmark.v1.GetKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Make the next signing key and publish it. It does not sign yet.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, INVALID_STATE.
     * Retry: safe with request_id.
     * Limits: 50 published keys a project.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.PrepareKeyResponse> prepareKey(
        dev.mintmark.v1.PrepareKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPrepareKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Let a next key sign; the active one retires. Refused until the key has been published for the key set's max-age, but with force.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE, KEY_NOT_YET_PUBLISHED.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ActivateKeyResponse> activateKey(
        dev.mintmark.v1.ActivateKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getActivateKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Take a key that signs no more out of the key set.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_STATE.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.RetireKeyResponse> retireKey(
        dev.mintmark.v1.RetireKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRetireKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Revoke a key at once: its tokens are inactive; an active one is replaced in the same transaction.
     * Caller: owner, key-admin.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.RevokeKeyResponse> revokeKey(
        dev.mintmark.v1.RevokeKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get the public key set (RFC 7517) that verifiers use.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetJsonWebKeySetResponse> getJsonWebKeySet(
        dev.mintmark.v1.GetJsonWebKeySetRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetJsonWebKeySetMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_LIST_KEYS = 0;
  private static final int METHODID_GET_KEY = 1;
  private static final int METHODID_PREPARE_KEY = 2;
  private static final int METHODID_ACTIVATE_KEY = 3;
  private static final int METHODID_RETIRE_KEY = 4;
  private static final int METHODID_REVOKE_KEY = 5;
  private static final int METHODID_GET_JSON_WEB_KEY_SET = 6;

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
        case METHODID_LIST_KEYS:
          serviceImpl.listKeys((dev.mintmark.v1.ListKeysRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ListKeysResponse>) responseObserver);
          break;
        case METHODID_GET_KEY:
          serviceImpl.getKey((dev.mintmark.v1.GetKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetKeyResponse>) responseObserver);
          break;
        case METHODID_PREPARE_KEY:
          serviceImpl.prepareKey((dev.mintmark.v1.PrepareKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.PrepareKeyResponse>) responseObserver);
          break;
        case METHODID_ACTIVATE_KEY:
          serviceImpl.activateKey((dev.mintmark.v1.ActivateKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ActivateKeyResponse>) responseObserver);
          break;
        case METHODID_RETIRE_KEY:
          serviceImpl.retireKey((dev.mintmark.v1.RetireKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.RetireKeyResponse>) responseObserver);
          break;
        case METHODID_REVOKE_KEY:
          serviceImpl.revokeKey((dev.mintmark.v1.RevokeKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeKeyResponse>) responseObserver);
          break;
        case METHODID_GET_JSON_WEB_KEY_SET:
          serviceImpl.getJsonWebKeySet((dev.mintmark.v1.GetJsonWebKeySetRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetJsonWebKeySetResponse>) responseObserver);
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
          getListKeysMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ListKeysRequest,
              dev.mintmark.v1.ListKeysResponse>(
                service, METHODID_LIST_KEYS)))
        .addMethod(
          getGetKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetKeyRequest,
              dev.mintmark.v1.GetKeyResponse>(
                service, METHODID_GET_KEY)))
        .addMethod(
          getPrepareKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.PrepareKeyRequest,
              dev.mintmark.v1.PrepareKeyResponse>(
                service, METHODID_PREPARE_KEY)))
        .addMethod(
          getActivateKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ActivateKeyRequest,
              dev.mintmark.v1.ActivateKeyResponse>(
                service, METHODID_ACTIVATE_KEY)))
        .addMethod(
          getRetireKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.RetireKeyRequest,
              dev.mintmark.v1.RetireKeyResponse>(
                service, METHODID_RETIRE_KEY)))
        .addMethod(
          getRevokeKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.RevokeKeyRequest,
              dev.mintmark.v1.RevokeKeyResponse>(
                service, METHODID_REVOKE_KEY)))
        .addMethod(
          getGetJsonWebKeySetMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetJsonWebKeySetRequest,
              dev.mintmark.v1.GetJsonWebKeySetResponse>(
                service, METHODID_GET_JSON_WEB_KEY_SET)))
        .build();
  }

  private static abstract class KeyServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    KeyServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.mintmark.v1.KeyServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("KeyService");
    }
  }

  private static final class KeyServiceFileDescriptorSupplier
      extends KeyServiceBaseDescriptorSupplier {
    KeyServiceFileDescriptorSupplier() {}
  }

  private static final class KeyServiceMethodDescriptorSupplier
      extends KeyServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    KeyServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (KeyServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new KeyServiceFileDescriptorSupplier())
              .addMethod(getListKeysMethod())
              .addMethod(getGetKeyMethod())
              .addMethod(getPrepareKeyMethod())
              .addMethod(getActivateKeyMethod())
              .addMethod(getRetireKeyMethod())
              .addMethod(getRevokeKeyMethod())
              .addMethod(getGetJsonWebKeySetMethod())
              .build();
        }
      }
    }
    return result;
  }
}
