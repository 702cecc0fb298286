package dev.mintmark.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Manages access keys.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class AccessKeyServiceGrpc {

  private AccessKeyServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mintmark.v1.AccessKeyService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.CreateAccessKeyRequest,
      dev.mintmark.v1.CreateAccessKeyResponse> getCreateAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateAccessKey",
      requestType = dev.mintmark.v1.CreateAccessKeyRequest.class,
      responseType = dev.mintmark.v1.CreateAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.CreateAccessKeyRequest,
      dev.mintmark.v1.CreateAccessKeyResponse> getCreateAccessKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.CreateAccessKeyRequest, dev.mintmark.v1.CreateAccessKeyResponse> getCreateAccessKeyMethod;
    if ((getCreateAccessKeyMethod = AccessKeyServiceGrpc.getCreateAccessKeyMethod) == null) {
      synchronized (AccessKeyServiceGrpc.class) {
        if ((getCreateAccessKeyMethod = AccessKeyServiceGrpc.getCreateAccessKeyMethod) == null) {
          AccessKeyServiceGrpc.getCreateAccessKeyMethod = getCreateAccessKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.CreateAccessKeyRequest, dev.mintmark.v1.CreateAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessKeyServiceMethodDescriptorSupplier("CreateAccessKey"))
              .build();
        }
      }
    }
    return getCreateAccessKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetAccessKeyRequest,
      dev.mintmark.v1.GetAccessKeyResponse> getGetAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetAccessKey",
      requestType = dev.mintmark.v1.GetAccessKeyRequest.class,
      responseType = dev.mintmark.v1.GetAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetAccessKeyRequest,
      dev.mintmark.v1.GetAccessKeyResponse> getGetAccessKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetAccessKeyRequest, dev.mintmark.v1.GetAccessKeyResponse> getGetAccessKeyMethod;
    if ((getGetAccessKeyMethod = AccessKeyServiceGrpc.getGetAccessKeyMethod) == null) {
      synchronized (AccessKeyServiceGrpc.class) {
        if ((getGetAccessKeyMethod = AccessKeyServiceGrpc.getGetAccessKeyMethod) == null) {
          AccessKeyServiceGrpc.getGetAccessKeyMethod = getGetAccessKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetAccessKeyRequest, dev.mintmark.v1.GetAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessKeyServiceMethodDescriptorSupplier("GetAccessKey"))
              .build();
        }
      }
    }
    return getGetAccessKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ListAccessKeysRequest,
      dev.mintmark.v1.ListAccessKeysResponse> getListAccessKeysMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListAccessKeys",
      requestType = dev.mintmark.v1.ListAccessKeysRequest.class,
      responseType = dev.mintmark.v1.ListAccessKeysResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ListAccessKeysRequest,
      dev.mintmark.v1.ListAccessKeysResponse> getListAccessKeysMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ListAccessKeysRequest, dev.mintmark.v1.ListAccessKeysResponse> getListAccessKeysMethod;
    if ((getListAccessKeysMethod = AccessKeyServiceGrpc.getListAccessKeysMethod) == null) {
      synchronized (AccessKeyServiceGrpc.class) {
        if ((getListAccessKeysMethod = AccessKeyServiceGrpc.getListAccessKeysMethod) == null) {
          AccessKeyServiceGrpc.getListAccessKeysMethod = getListAccessKeysMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ListAccessKeysRequest, dev.mintmark.v1.ListAccessKeysResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListAccessKeys"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListAccessKeysRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListAccessKeysResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessKeyServiceMethodDescriptorSupplier("ListAccessKeys"))
              .build();
        }
      }
    }
    return getListAccessKeysMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateAccessKeyRequest,
      dev.mintmark.v1.UpdateAccessKeyResponse> getUpdateAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateAccessKey",
      requestType = dev.mintmark.v1.UpdateAccessKeyRequest.class,
      responseType = dev.mintmark.v1.UpdateAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateAccessKeyRequest,
      dev.mintmark.v1.UpdateAccessKeyResponse> getUpdateAccessKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateAccessKeyRequest, dev.mintmark.v1.UpdateAccessKeyResponse> getUpdateAccessKeyMethod;
    if ((getUpdateAccessKeyMethod = AccessKeyServiceGrpc.getUpdateAccessKeyMethod) == null) {
      synchronized (AccessKeyServiceGrpc.class) {
        if ((getUpdateAccessKeyMethod = AccessKeyServiceGrpc.getUpdateAccessKeyMethod) == null) {
          AccessKeyServiceGrpc.getUpdateAccessKeyMethod = getUpdateAccessKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.UpdateAccessKeyRequest, dev.mintmark.v1.UpdateAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessKeyServiceMethodDescriptorSupplier("UpdateAccessKey"))
              .build();
        }
      }
    }
    return getUpdateAccessKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteAccessKeyRequest,
      dev.mintmark.v1.DeleteAccessKeyResponse> getDeleteAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteAccessKey",
      requestType = dev.mintmark.v1.DeleteAccessKeyRequest.class,
      responseType = dev.mintmark.v1.DeleteAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteAccessKeyRequest,
      dev.mintmark.v1.DeleteAccessKeyResponse> getDeleteAccessKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteAccessKeyRequest, dev.mintmark.v1.DeleteAccessKeyResponse> getDeleteAccessKeyMethod;
    if ((getDeleteAccessKeyMethod = AccessKeyServiceGrpc.getDeleteAccessKeyMethod) == null) {
      synchronized (AccessKeyServiceGrpc.class) {
        if ((getDeleteAccessKeyMethod = AccessKeyServiceGrpc.getDeleteAccessKeyMethod) == null) {
          AccessKeyServiceGrpc.getDeleteAccessKeyMethod = getDeleteAccessKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.DeleteAccessKeyRequest, dev.mintmark.v1.DeleteAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeleteAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeleteAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessKeyServiceMethodDescriptorSupplier("DeleteAccessKey"))
              .build();
        }
      }
    }
    return getDeleteAccessKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.RotateAccessKeyRequest,
      dev.mintmark.v1.RotateAccessKeyResponse> getRotateAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RotateAccessKey",
      requestType = dev.mintmark.v1.RotateAccessKeyRequest.class,
      responseType = dev.mintmark.v1.RotateAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.RotateAccessKeyRequest,
      dev.mintmark.v1.RotateAccessKeyResponse> getRotateAccessKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.RotateAccessKeyRequest, dev.mintmark.v1.RotateAccessKeyResponse> getRotateAccessKeyMethod;
    if ((getRotateAccessKeyMethod = AccessKeyServiceGrpc.getRotateAccessKeyMethod) == null) {
      synchronized (AccessKeyServiceGrpc.class) {
        if ((getRotateAccessKeyMethod = AccessKeyServiceGrpc.getRotateAccessKeyMethod) == null) {
          AccessKeyServiceGrpc.getRotateAccessKeyMethod = getRotateAccessKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.RotateAccessKeyRequest, dev.mintmark.v1.RotateAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RotateAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RotateAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RotateAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessKeyServiceMethodDescriptorSupplier("RotateAccessKey"))
              .build();
        }
      }
    }
    return getRotateAccessKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ActivateAccessKeyRequest,
      dev.mintmark.v1.ActivateAccessKeyResponse> getActivateAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ActivateAccessKey",
      requestType = dev.mintmark.v1.ActivateAccessKeyRequest.class,
      responseType = dev.mintmark.v1.ActivateAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ActivateAccessKeyRequest,
      dev.mintmark.v1.ActivateAccessKeyResponse> getActivateAccessKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ActivateAccessKeyRequest, dev.mintmark.v1.ActivateAccessKeyResponse> getActivateAccessKeyMethod;
    if ((getActivateAccessKeyMethod = AccessKeyServiceGrpc.getActivateAccessKeyMethod) == null) {
      synchronized (AccessKeyServiceGrpc.class) {
        if ((getActivateAccessKeyMethod = AccessKeyServiceGrpc.getActivateAccessKeyMethod) == null) {
          AccessKeyServiceGrpc.getActivateAccessKeyMethod = getActivateAccessKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ActivateAccessKeyRequest, dev.mintmark.v1.ActivateAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ActivateAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ActivateAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ActivateAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessKeyServiceMethodDescriptorSupplier("ActivateAccessKey"))
              .build();
        }
      }
    }
    return getActivateAccessKeyMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.DeactivateAccessKeyRequest,
      dev.mintmark.v1.DeactivateAccessKeyResponse> getDeactivateAccessKeyMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeactivateAccessKey",
      requestType = dev.mintmark.v1.DeactivateAccessKeyRequest.class,
      responseType = dev.mintmark.v1.DeactivateAccessKeyResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.DeactivateAccessKeyRequest,
      dev.mintmark.v1.DeactivateAccessKeyResponse> getDeactivateAccessKeyMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.DeactivateAccessKeyRequest, dev.mintmark.v1.DeactivateAccessKeyResponse> getDeactivateAccessKeyMethod;
    if ((getDeactivateAccessKeyMethod = AccessKeyServiceGrpc.getDeactivateAccessKeyMethod) == null) {
      synchronized (AccessKeyServiceGrpc.class) {
        if ((getDeactivateAccessKeyMethod = AccessKeyServiceGrpc.getDeactivateAccessKeyMethod) == null) {
          AccessKeyServiceGrpc.getDeactivateAccessKeyMethod = getDeactivateAccessKeyMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.DeactivateAccessKeyRequest, dev.mintmark.v1.DeactivateAccessKeyResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeactivateAccessKey"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeactivateAccessKeyRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeactivateAccessKeyResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AccessKeyServiceMethodDescriptorSupplier("DeactivateAccessKey"))
              .build();
        }
      }
    }
    return getDeactivateAccessKeyMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AccessKeyServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceStub>() {
        @java.lang.Override
        public AccessKeyServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessKeyServiceStub(channel, callOptions);
        }
      };
    return AccessKeyServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static AccessKeyServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceBlockingV2Stub>() {
        @java.lang.Override
        public AccessKeyServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessKeyServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return AccessKeyServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AccessKeyServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceBlockingStub>() {
        @java.lang.Override
        public AccessKeyServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessKeyServiceBlockingStub(channel, callOptions);
        }
      };
    return AccessKeyServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AccessKeyServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AccessKeyServiceFutureStub>() {
        @java.lang.Override
        public AccessKeyServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AccessKeyServiceFutureStub(channel, callOptions);
        }
      };
    return AccessKeyServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Manages access keys.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Create an access key.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void createAccessKey(dev.mintmark.v1.CreateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateAccessKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get an access key: its source as written and its canonical claims.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getAccessKey(dev.mintmark.v1.GetAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetAccessKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * List a project's access keys, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    default void listAccessKeys(dev.mintmark.v1.ListAccessKeysRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListAccessKeysResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListAccessKeysMethod(), responseObserver);
    }

    /**
     * <pre>
     * Update an access key. The whole is checked again; a refused update changes nothing.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void updateAccessKey(dev.mintmark.v1.UpdateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateAccessKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Delete an access key. Refused while others refer to it.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    default void deleteAccessKey(dev.mintmark.v1.DeleteAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteAccessKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Give an access key a new secret; the old one holds for an overlap.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    default void rotateAccessKey(dev.mintmark.v1.RotateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RotateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRotateAccessKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Let an access key be exchanged again.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void activateAccessKey(dev.mintmark.v1.ActivateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ActivateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getActivateAccessKeyMethod(), responseObserver);
    }

    /**
     * <pre>
     * Stop an access key from being exchanged. Tokens already issued live on.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void deactivateAccessKey(dev.mintmark.v1.DeactivateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeactivateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeactivateAccessKeyMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AccessKeyService.
   * <pre>
   * Manages access keys.
   * </pre>
   */
  public static abstract class AccessKeyServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return AccessKeyServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service AccessKeyService.
   * <pre>
   * Manages access keys.
   * </pre>
   */
  public static final class AccessKeyServiceStub
      extends io.grpc.stub.AbstractAsyncStub<AccessKeyServiceStub> {
    private AccessKeyServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessKeyServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessKeyServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an access key.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void createAccessKey(dev.mintmark.v1.CreateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get an access key: its source as written and its canonical claims.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getAccessKey(dev.mintmark.v1.GetAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * List a project's access keys, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public void listAccessKeys(dev.mintmark.v1.ListAccessKeysRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListAccessKeysResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListAccessKeysMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Update an access key. The whole is checked again; a refused update changes nothing.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void updateAccessKey(dev.mintmark.v1.UpdateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Delete an access key. Refused while others refer to it.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public void deleteAccessKey(dev.mintmark.v1.DeleteAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Give an access key a new secret; the old one holds for an overlap.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public void rotateAccessKey(dev.mintmark.v1.RotateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RotateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRotateAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Let an access key be exchanged again.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void activateAccessKey(dev.mintmark.v1.ActivateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ActivateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getActivateAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Stop an access key from being exchanged. Tokens already issued live on.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void deactivateAccessKey(dev.mintmark.v1.DeactivateAccessKeyRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeactivateAccessKeyResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeactivateAccessKeyMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AccessKeyService.
   * <pre>
   * Manages access keys.
   * </pre>
   */
  public static final class AccessKeyServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<AccessKeyServiceBlockingV2Stub> {
    private AccessKeyServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessKeyServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessKeyServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an access key.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateAccessKeyResponse createAccessKey(dev.mintmark.v1.CreateAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get an access key: its source as written and its canonical claims.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetAccessKeyResponse getAccessKey(dev.mintmark.v1.GetAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a project's access keys, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListAccessKeysResponse listAccessKeys(dev.mintmark.v1.ListAccessKeysRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListAccessKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update an access key. The whole is checked again; a refused update changes nothing.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateAccessKeyResponse updateAccessKey(dev.mintmark.v1.UpdateAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Delete an access key. Refused while others refer to it.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeleteAccessKeyResponse deleteAccessKey(dev.mintmark.v1.DeleteAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Give an access key a new secret; the old one holds for an overlap.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RotateAccessKeyResponse rotateAccessKey(dev.mintmark.v1.RotateAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRotateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Let an access key be exchanged again.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.ActivateAccessKeyResponse activateAccessKey(dev.mintmark.v1.ActivateAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getActivateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Stop an access key from being exchanged. Tokens already issued live on.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeactivateAccessKeyResponse deactivateAccessKey(dev.mintmark.v1.DeactivateAccessKeyRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeactivateAccessKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AccessKeyService.
   * <pre>
   * Manages access keys.
   * </pre>
   */
  public static final class AccessKeyServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<AccessKeyServiceBlockingStub> {
    private AccessKeyServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessKeyServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessKeyServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an access key.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateAccessKeyResponse createAccessKey(dev.mintmark.v1.CreateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get an access key: its source as written and its canonical claims.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetAccessKeyResponse getAccessKey(dev.mintmark.v1.GetAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a project's access keys, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListAccessKeysResponse listAccessKeys(dev.mintmark.v1.ListAccessKeysRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListAccessKeysMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update an access key. The whole is checked again; a refused update changes nothing.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateAccessKeyResponse updateAccessKey(dev.mintmark.v1.UpdateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Delete an access key. Refused while others refer to it.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeleteAccessKeyResponse deleteAccessKey(dev.mintmark.v1.DeleteAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Give an access key a new secret; the old one holds for an overlap.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RotateAccessKeyResponse rotateAccessKey(dev.mintmark.v1.RotateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRotateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Let an access key be exchanged again.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.ActivateAccessKeyResponse activateAccessKey(dev.mintmark.v1.ActivateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getActivateAccessKeyMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Stop an access key from being exchanged. Tokens already issued live on.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeactivateAccessKeyResponse deactivateAccessKey(dev.mintmark.v1.DeactivateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeactivateAccessKeyMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AccessKeyService.
   * <pre>
   * Manages access keys.
   * </pre>
   */
  public static final class AccessKeyServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<AccessKeyServiceFutureStub> {
    private AccessKeyServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AccessKeyServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AccessKeyServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an access key.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.CreateAccessKeyResponse> createAccessKey(
        dev.mintmark.v1.CreateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateAccessKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get an access key: its source as written and its canonical claims.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetAccessKeyResponse> getAccessKey(
        dev.mintmark.v1.GetAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetAccessKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * List a project's access keys, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ListAccessKeysResponse> listAccessKeys(
        dev.mintmark.v1.ListAccessKeysRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListAccessKeysMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Update an access key. The whole is checked again; a refused update changes nothing.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.UpdateAccessKeyResponse> updateAccessKey(
        dev.mintmark.v1.UpdateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateAccessKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Delete an access key. Refused while others refer to it.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.DeleteAccessKeyResponse> deleteAccessKey(
        dev.mintmark.v1.DeleteAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteAccessKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Give an access key a new secret; the old one holds for an overlap.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe with request_id.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.RotateAccessKeyResponse> rotateAccessKey(
        dev.mintmark.v1.RotateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRotateAccessKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Let an access key be exchanged again.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ActivateAccessKeyResponse> activateAccessKey(
        dev.mintmark.v1.ActivateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getActivateAccessKeyMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Stop an access key from being exchanged. Tokens already issued live on.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.DeactivateAccessKeyResponse> deactivateAccessKey(
        dev.mintmark.v1.DeactivateAccessKeyRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeactivateAccessKeyMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_ACCESS_KEY = 0;
  private static final int METHODID_GET_ACCESS_KEY = 1;
  private static final int METHODID_LIST_ACCESS_KEYS = 2;
  private static final int METHODID_UPDATE_ACCESS_KEY = 3;
  private static final int METHODID_DELETE_ACCESS_KEY = 4;
  private static final int METHODID_ROTATE_ACCESS_KEY = 5;
  private static final int METHODID_ACTIVATE_ACCESS_KEY = 6;
  private static final int METHODID_DEACTIVATE_ACCESS_KEY = 7;

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
        case METHODID_CREATE_ACCESS_KEY:
          serviceImpl.createAccessKey((dev.mintmark.v1.CreateAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateAccessKeyResponse>) responseObserver);
          break;
        case METHODID_GET_ACCESS_KEY:
          serviceImpl.getAccessKey((dev.mintmark.v1.GetAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetAccessKeyResponse>) responseObserver);
          break;
        case METHODID_LIST_ACCESS_KEYS:
          serviceImpl.listAccessKeys((dev.mintmark.v1.ListAccessKeysRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ListAccessKeysResponse>) responseObserver);
          break;
        case METHODID_UPDATE_ACCESS_KEY:
          serviceImpl.updateAccessKey((dev.mintmark.v1.UpdateAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateAccessKeyResponse>) responseObserver);
          break;
        case METHODID_DELETE_ACCESS_KEY:
          serviceImpl.deleteAccessKey((dev.mintmark.v1.DeleteAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteAccessKeyResponse>) responseObserver);
          break;
        case METHODID_ROTATE_ACCESS_KEY:
          serviceImpl.rotateAccessKey((dev.mintmark.v1.RotateAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.RotateAccessKeyResponse>) responseObserver);
          break;
        case METHODID_ACTIVATE_ACCESS_KEY:
          serviceImpl.activateAccessKey((dev.mintmark.v1.ActivateAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ActivateAccessKeyResponse>) responseObserver);
          break;
        case METHODID_DEACTIVATE_ACCESS_KEY:
          serviceImpl.deactivateAccessKey((dev.mintmark.v1.DeactivateAccessKeyRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.DeactivateAccessKeyResponse>) responseObserver);
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
          getCreateAccessKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.CreateAccessKeyRequest,
              dev.mintmark.v1.CreateAccessKeyResponse>(
                service, METHODID_CREATE_ACCESS_KEY)))
        .addMethod(
          getGetAccessKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetAccessKeyRequest,
              dev.mintmark.v1.GetAccessKeyResponse>(
                service, METHODID_GET_ACCESS_KEY)))
        .addMethod(
          getListAccessKeysMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ListAccessKeysRequest,
              dev.mintmark.v1.ListAccessKeysResponse>(
                service, METHODID_LIST_ACCESS_KEYS)))
        .addMethod(
          getUpdateAccessKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.UpdateAccessKeyRequest,
              dev.mintmark.v1.UpdateAccessKeyResponse>(
                service, METHODID_UPDATE_ACCESS_KEY)))
        .addMethod(
          getDeleteAccessKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.DeleteAccessKeyRequest,
              dev.mintmark.v1.DeleteAccessKeyResponse>(
                service, METHODID_DELETE_ACCESS_KEY)))
        .addMethod(
          getRotateAccessKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.RotateAccessKeyRequest,
              dev.mintmark.v1.RotateAccessKeyResponse>(
                service, METHODID_ROTATE_ACCESS_KEY)))
        .addMethod(
          getActivateAccessKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ActivateAccessKeyRequest,
              dev.mintmark.v1.ActivateAccessKeyResponse>(
                service, METHODID_ACTIVATE_ACCESS_KEY)))
        .addMethod(
          getDeactivateAccessKeyMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.DeactivateAccessKeyRequest,
              dev.mintmark.v1.DeactivateAccessKeyResponse>(
                service, METHODID_DEACTIVATE_ACCESS_KEY)))
        .build();
  }

  private static abstract class AccessKeyServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AccessKeyServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.mintmark.v1.AccessKeyServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AccessKeyService");
    }
  }

  private static final class AccessKeyServiceFileDescriptorSupplier
      extends AccessKeyServiceBaseDescriptorSupplier {
    AccessKeyServiceFileDescriptorSupplier() {}
  }

  private static final class AccessKeyServiceMethodDescriptorSupplier
      extends AccessKeyServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    AccessKeyServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (AccessKeyServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AccessKeyServiceFileDescriptorSupplier())
              .addMethod(getCreateAccessKeyMethod())
              .addMethod(getGetAccessKeyMethod())
              .addMethod(getListAccessKeysMethod())
              .addMethod(getUpdateAccessKeyMethod())
              .addMethod(getDeleteAccessKeyMethod())
              .addMethod(getRotateAccessKeyMethod())
              .addMethod(getActivateAccessKeyMethod())
              .addMethod(getDeactivateAccessKeyMethod())
              .build();
        }
      }
    }
    return result;
  }
}
