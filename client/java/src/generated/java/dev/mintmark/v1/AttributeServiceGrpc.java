package dev.mintmark.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Manages attributes.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class AttributeServiceGrpc {

  private AttributeServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mintmark.v1.AttributeService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.CreateAttributeRequest,
      dev.mintmark.v1.CreateAttributeResponse> getCreateAttributeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateAttribute",
      requestType = dev.mintmark.v1.CreateAttributeRequest.class,
      responseType = dev.mintmark.v1.CreateAttributeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.CreateAttributeRequest,
      dev.mintmark.v1.CreateAttributeResponse> getCreateAttributeMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.CreateAttributeRequest, dev.mintmark.v1.CreateAttributeResponse> getCreateAttributeMethod;
    if ((getCreateAttributeMethod = AttributeServiceGrpc.getCreateAttributeMethod) == null) {
      synchronized (AttributeServiceGrpc.class) {
        if ((getCreateAttributeMethod = AttributeServiceGrpc.getCreateAttributeMethod) == null) {
          AttributeServiceGrpc.getCreateAttributeMethod = getCreateAttributeMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.CreateAttributeRequest, dev.mintmark.v1.CreateAttributeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateAttribute"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateAttributeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateAttributeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AttributeServiceMethodDescriptorSupplier("CreateAttribute"))
              .build();
        }
      }
    }
    return getCreateAttributeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetAttributeRequest,
      dev.mintmark.v1.GetAttributeResponse> getGetAttributeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetAttribute",
      requestType = dev.mintmark.v1.GetAttributeRequest.class,
      responseType = dev.mintmark.v1.GetAttributeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetAttributeRequest,
      dev.mintmark.v1.GetAttributeResponse> getGetAttributeMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetAttributeRequest, dev.mintmark.v1.GetAttributeResponse> getGetAttributeMethod;
    if ((getGetAttributeMethod = AttributeServiceGrpc.getGetAttributeMethod) == null) {
      synchronized (AttributeServiceGrpc.class) {
        if ((getGetAttributeMethod = AttributeServiceGrpc.getGetAttributeMethod) == null) {
          AttributeServiceGrpc.getGetAttributeMethod = getGetAttributeMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetAttributeRequest, dev.mintmark.v1.GetAttributeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetAttribute"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetAttributeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetAttributeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AttributeServiceMethodDescriptorSupplier("GetAttribute"))
              .build();
        }
      }
    }
    return getGetAttributeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ListAttributesRequest,
      dev.mintmark.v1.ListAttributesResponse> getListAttributesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListAttributes",
      requestType = dev.mintmark.v1.ListAttributesRequest.class,
      responseType = dev.mintmark.v1.ListAttributesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ListAttributesRequest,
      dev.mintmark.v1.ListAttributesResponse> getListAttributesMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ListAttributesRequest, dev.mintmark.v1.ListAttributesResponse> getListAttributesMethod;
    if ((getListAttributesMethod = AttributeServiceGrpc.getListAttributesMethod) == null) {
      synchronized (AttributeServiceGrpc.class) {
        if ((getListAttributesMethod = AttributeServiceGrpc.getListAttributesMethod) == null) {
          AttributeServiceGrpc.getListAttributesMethod = getListAttributesMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ListAttributesRequest, dev.mintmark.v1.ListAttributesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListAttributes"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListAttributesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListAttributesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AttributeServiceMethodDescriptorSupplier("ListAttributes"))
              .build();
        }
      }
    }
    return getListAttributesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateAttributeRequest,
      dev.mintmark.v1.UpdateAttributeResponse> getUpdateAttributeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateAttribute",
      requestType = dev.mintmark.v1.UpdateAttributeRequest.class,
      responseType = dev.mintmark.v1.UpdateAttributeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateAttributeRequest,
      dev.mintmark.v1.UpdateAttributeResponse> getUpdateAttributeMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateAttributeRequest, dev.mintmark.v1.UpdateAttributeResponse> getUpdateAttributeMethod;
    if ((getUpdateAttributeMethod = AttributeServiceGrpc.getUpdateAttributeMethod) == null) {
      synchronized (AttributeServiceGrpc.class) {
        if ((getUpdateAttributeMethod = AttributeServiceGrpc.getUpdateAttributeMethod) == null) {
          AttributeServiceGrpc.getUpdateAttributeMethod = getUpdateAttributeMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.UpdateAttributeRequest, dev.mintmark.v1.UpdateAttributeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateAttribute"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateAttributeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateAttributeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AttributeServiceMethodDescriptorSupplier("UpdateAttribute"))
              .build();
        }
      }
    }
    return getUpdateAttributeMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteAttributeRequest,
      dev.mintmark.v1.DeleteAttributeResponse> getDeleteAttributeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteAttribute",
      requestType = dev.mintmark.v1.DeleteAttributeRequest.class,
      responseType = dev.mintmark.v1.DeleteAttributeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteAttributeRequest,
      dev.mintmark.v1.DeleteAttributeResponse> getDeleteAttributeMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteAttributeRequest, dev.mintmark.v1.DeleteAttributeResponse> getDeleteAttributeMethod;
    if ((getDeleteAttributeMethod = AttributeServiceGrpc.getDeleteAttributeMethod) == null) {
      synchronized (AttributeServiceGrpc.class) {
        if ((getDeleteAttributeMethod = AttributeServiceGrpc.getDeleteAttributeMethod) == null) {
          AttributeServiceGrpc.getDeleteAttributeMethod = getDeleteAttributeMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.DeleteAttributeRequest, dev.mintmark.v1.DeleteAttributeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteAttribute"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeleteAttributeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeleteAttributeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new AttributeServiceMethodDescriptorSupplier("DeleteAttribute"))
              .build();
        }
      }
    }
    return getDeleteAttributeMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static AttributeServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AttributeServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AttributeServiceStub>() {
        @java.lang.Override
        public AttributeServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AttributeServiceStub(channel, callOptions);
        }
      };
    return AttributeServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static AttributeServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AttributeServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AttributeServiceBlockingV2Stub>() {
        @java.lang.Override
        public AttributeServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AttributeServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return AttributeServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static AttributeServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AttributeServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AttributeServiceBlockingStub>() {
        @java.lang.Override
        public AttributeServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AttributeServiceBlockingStub(channel, callOptions);
        }
      };
    return AttributeServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static AttributeServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<AttributeServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<AttributeServiceFutureStub>() {
        @java.lang.Override
        public AttributeServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new AttributeServiceFutureStub(channel, callOptions);
        }
      };
    return AttributeServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Manages attributes.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Create an attribute.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    default void createAttribute(dev.mintmark.v1.CreateAttributeRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateAttributeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateAttributeMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get an attribute.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getAttribute(dev.mintmark.v1.GetAttributeRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetAttributeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetAttributeMethod(), responseObserver);
    }

    /**
     * <pre>
     * List a project's attributes, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    default void listAttributes(dev.mintmark.v1.ListAttributesRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListAttributesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListAttributesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Update an attribute. The whole is checked again; a refused update changes nothing. Another type is refused while a layer would no
     * longer compile with it, or a layer uses the attribute and a record holds a value of the old type.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, RESOURCE_IN_USE, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    default void updateAttribute(dev.mintmark.v1.UpdateAttributeRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateAttributeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateAttributeMethod(), responseObserver);
    }

    /**
     * <pre>
     * Delete an attribute. Refused while templates, flows, scope mappings or access keys' claims use it. Values of it that records hold
     * stay there, and no expression reads them.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    default void deleteAttribute(dev.mintmark.v1.DeleteAttributeRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteAttributeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteAttributeMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service AttributeService.
   * <pre>
   * Manages attributes.
   * </pre>
   */
  public static abstract class AttributeServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return AttributeServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service AttributeService.
   * <pre>
   * Manages attributes.
   * </pre>
   */
  public static final class AttributeServiceStub
      extends io.grpc.stub.AbstractAsyncStub<AttributeServiceStub> {
    private AttributeServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AttributeServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AttributeServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an attribute.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public void createAttribute(dev.mintmark.v1.CreateAttributeRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateAttributeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateAttributeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get an attribute.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getAttribute(dev.mintmark.v1.GetAttributeRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetAttributeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetAttributeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * List a project's attributes, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public void listAttributes(dev.mintmark.v1.ListAttributesRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListAttributesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListAttributesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Update an attribute. The whole is checked again; a refused update changes nothing. Another type is refused while a layer would no
     * longer compile with it, or a layer uses the attribute and a record holds a value of the old type.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, RESOURCE_IN_USE, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public void updateAttribute(dev.mintmark.v1.UpdateAttributeRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateAttributeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateAttributeMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Delete an attribute. Refused while templates, flows, scope mappings or access keys' claims use it. Values of it that records hold
     * stay there, and no expression reads them.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public void deleteAttribute(dev.mintmark.v1.DeleteAttributeRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteAttributeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteAttributeMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service AttributeService.
   * <pre>
   * Manages attributes.
   * </pre>
   */
  public static final class AttributeServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<AttributeServiceBlockingV2Stub> {
    private AttributeServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AttributeServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AttributeServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an attribute.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateAttributeResponse createAttribute(dev.mintmark.v1.CreateAttributeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateAttributeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get an attribute.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetAttributeResponse getAttribute(dev.mintmark.v1.GetAttributeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetAttributeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a project's attributes, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListAttributesResponse listAttributes(dev.mintmark.v1.ListAttributesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListAttributesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update an attribute. The whole is checked again; a refused update changes nothing. Another type is refused while a layer would no
     * longer compile with it, or a layer uses the attribute and a record holds a value of the old type.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, RESOURCE_IN_USE, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateAttributeResponse updateAttribute(dev.mintmark.v1.UpdateAttributeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateAttributeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Delete an attribute. Refused while templates, flows, scope mappings or access keys' claims use it. Values of it that records hold
     * stay there, and no expression reads them.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeleteAttributeResponse deleteAttribute(dev.mintmark.v1.DeleteAttributeRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteAttributeMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service AttributeService.
   * <pre>
   * Manages attributes.
   * </pre>
   */
  public static final class AttributeServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<AttributeServiceBlockingStub> {
    private AttributeServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AttributeServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AttributeServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an attribute.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateAttributeResponse createAttribute(dev.mintmark.v1.CreateAttributeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateAttributeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get an attribute.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetAttributeResponse getAttribute(dev.mintmark.v1.GetAttributeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetAttributeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a project's attributes, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListAttributesResponse listAttributes(dev.mintmark.v1.ListAttributesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListAttributesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update an attribute. The whole is checked again; a refused update changes nothing. Another type is refused while a layer would no
     * longer compile with it, or a layer uses the attribute and a record holds a value of the old type.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, RESOURCE_IN_USE, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateAttributeResponse updateAttribute(dev.mintmark.v1.UpdateAttributeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateAttributeMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Delete an attribute. Refused while templates, flows, scope mappings or access keys' claims use it. Values of it that records hold
     * stay there, and no expression reads them.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeleteAttributeResponse deleteAttribute(dev.mintmark.v1.DeleteAttributeRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteAttributeMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service AttributeService.
   * <pre>
   * Manages attributes.
   * </pre>
   */
  public static final class AttributeServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<AttributeServiceFutureStub> {
    private AttributeServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected AttributeServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new AttributeServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create an attribute.
     * Caller: owner, directory-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.CreateAttributeResponse> createAttribute(
        dev.mintmark.v1.CreateAttributeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateAttributeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get an attribute.
     * Caller: owner, directory-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetAttributeResponse> getAttribute(
        dev.mintmark.v1.GetAttributeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetAttributeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * List a project's attributes, in code-point order of their ids.
     * Caller: owner, directory-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ListAttributesResponse> listAttributes(
        dev.mintmark.v1.ListAttributesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListAttributesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Update an attribute. The whole is checked again; a refused update changes nothing. Another type is refused while a layer would no
     * longer compile with it, or a layer uses the attribute and a record holds a value of the old type.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, RESOURCE_IN_USE, CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the fields; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.UpdateAttributeResponse> updateAttribute(
        dev.mintmark.v1.UpdateAttributeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateAttributeMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Delete an attribute. Refused while templates, flows, scope mappings or access keys' claims use it. Values of it that records hold
     * stay there, and no expression reads them.
     * Caller: owner, directory-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.DeleteAttributeResponse> deleteAttribute(
        dev.mintmark.v1.DeleteAttributeRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteAttributeMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_ATTRIBUTE = 0;
  private static final int METHODID_GET_ATTRIBUTE = 1;
  private static final int METHODID_LIST_ATTRIBUTES = 2;
  private static final int METHODID_UPDATE_ATTRIBUTE = 3;
  private static final int METHODID_DELETE_ATTRIBUTE = 4;

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
        case METHODID_CREATE_ATTRIBUTE:
          serviceImpl.createAttribute((dev.mintmark.v1.CreateAttributeRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateAttributeResponse>) responseObserver);
          break;
        case METHODID_GET_ATTRIBUTE:
          serviceImpl.getAttribute((dev.mintmark.v1.GetAttributeRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetAttributeResponse>) responseObserver);
          break;
        case METHODID_LIST_ATTRIBUTES:
          serviceImpl.listAttributes((dev.mintmark.v1.ListAttributesRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ListAttributesResponse>) responseObserver);
          break;
        case METHODID_UPDATE_ATTRIBUTE:
          serviceImpl.updateAttribute((dev.mintmark.v1.UpdateAttributeRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateAttributeResponse>) responseObserver);
          break;
        case METHODID_DELETE_ATTRIBUTE:
          serviceImpl.deleteAttribute((dev.mintmark.v1.DeleteAttributeRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteAttributeResponse>) responseObserver);
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
          getCreateAttributeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.CreateAttributeRequest,
              dev.mintmark.v1.CreateAttributeResponse>(
                service, METHODID_CREATE_ATTRIBUTE)))
        .addMethod(
          getGetAttributeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetAttributeRequest,
              dev.mintmark.v1.GetAttributeResponse>(
                service, METHODID_GET_ATTRIBUTE)))
        .addMethod(
          getListAttributesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ListAttributesRequest,
              dev.mintmark.v1.ListAttributesResponse>(
                service, METHODID_LIST_ATTRIBUTES)))
        .addMethod(
          getUpdateAttributeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.UpdateAttributeRequest,
              dev.mintmark.v1.UpdateAttributeResponse>(
                service, METHODID_UPDATE_ATTRIBUTE)))
        .addMethod(
          getDeleteAttributeMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.DeleteAttributeRequest,
              dev.mintmark.v1.DeleteAttributeResponse>(
                service, METHODID_DELETE_ATTRIBUTE)))
        .build();
  }

  private static abstract class AttributeServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    AttributeServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.mintmark.v1.AttributeServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("AttributeService");
    }
  }

  private static final class AttributeServiceFileDescriptorSupplier
      extends AttributeServiceBaseDescriptorSupplier {
    AttributeServiceFileDescriptorSupplier() {}
  }

  private static final class AttributeServiceMethodDescriptorSupplier
      extends AttributeServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    AttributeServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (AttributeServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new AttributeServiceFileDescriptorSupplier())
              .addMethod(getCreateAttributeMethod())
              .addMethod(getGetAttributeMethod())
              .addMethod(getListAttributesMethod())
              .addMethod(getUpdateAttributeMethod())
              .addMethod(getDeleteAttributeMethod())
              .build();
        }
      }
    }
    return result;
  }
}
