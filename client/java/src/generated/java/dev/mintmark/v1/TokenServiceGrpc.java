package dev.mintmark.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Decides which claims a token carries, signs tokens, and says where each claim came from.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class TokenServiceGrpc {

  private TokenServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mintmark.v1.TokenService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.IssueSessionTokenRequest,
      dev.mintmark.v1.IssueSessionTokenResponse> getIssueSessionTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "IssueSessionToken",
      requestType = dev.mintmark.v1.IssueSessionTokenRequest.class,
      responseType = dev.mintmark.v1.IssueSessionTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.IssueSessionTokenRequest,
      dev.mintmark.v1.IssueSessionTokenResponse> getIssueSessionTokenMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.IssueSessionTokenRequest, dev.mintmark.v1.IssueSessionTokenResponse> getIssueSessionTokenMethod;
    if ((getIssueSessionTokenMethod = TokenServiceGrpc.getIssueSessionTokenMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getIssueSessionTokenMethod = TokenServiceGrpc.getIssueSessionTokenMethod) == null) {
          TokenServiceGrpc.getIssueSessionTokenMethod = getIssueSessionTokenMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.IssueSessionTokenRequest, dev.mintmark.v1.IssueSessionTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "IssueSessionToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IssueSessionTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IssueSessionTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("IssueSessionToken"))
              .build();
        }
      }
    }
    return getIssueSessionTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.IssueRefreshTokenRequest,
      dev.mintmark.v1.IssueRefreshTokenResponse> getIssueRefreshTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "IssueRefreshToken",
      requestType = dev.mintmark.v1.IssueRefreshTokenRequest.class,
      responseType = dev.mintmark.v1.IssueRefreshTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.IssueRefreshTokenRequest,
      dev.mintmark.v1.IssueRefreshTokenResponse> getIssueRefreshTokenMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.IssueRefreshTokenRequest, dev.mintmark.v1.IssueRefreshTokenResponse> getIssueRefreshTokenMethod;
    if ((getIssueRefreshTokenMethod = TokenServiceGrpc.getIssueRefreshTokenMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getIssueRefreshTokenMethod = TokenServiceGrpc.getIssueRefreshTokenMethod) == null) {
          TokenServiceGrpc.getIssueRefreshTokenMethod = getIssueRefreshTokenMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.IssueRefreshTokenRequest, dev.mintmark.v1.IssueRefreshTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "IssueRefreshToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IssueRefreshTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IssueRefreshTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("IssueRefreshToken"))
              .build();
        }
      }
    }
    return getIssueRefreshTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.IssueIdTokenRequest,
      dev.mintmark.v1.IssueIdTokenResponse> getIssueIdTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "IssueIdToken",
      requestType = dev.mintmark.v1.IssueIdTokenRequest.class,
      responseType = dev.mintmark.v1.IssueIdTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.IssueIdTokenRequest,
      dev.mintmark.v1.IssueIdTokenResponse> getIssueIdTokenMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.IssueIdTokenRequest, dev.mintmark.v1.IssueIdTokenResponse> getIssueIdTokenMethod;
    if ((getIssueIdTokenMethod = TokenServiceGrpc.getIssueIdTokenMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getIssueIdTokenMethod = TokenServiceGrpc.getIssueIdTokenMethod) == null) {
          TokenServiceGrpc.getIssueIdTokenMethod = getIssueIdTokenMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.IssueIdTokenRequest, dev.mintmark.v1.IssueIdTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "IssueIdToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IssueIdTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IssueIdTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("IssueIdToken"))
              .build();
        }
      }
    }
    return getIssueIdTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.IssueAccessKeyTokenRequest,
      dev.mintmark.v1.IssueAccessKeyTokenResponse> getIssueAccessKeyTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "IssueAccessKeyToken",
      requestType = dev.mintmark.v1.IssueAccessKeyTokenRequest.class,
      responseType = dev.mintmark.v1.IssueAccessKeyTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.IssueAccessKeyTokenRequest,
      dev.mintmark.v1.IssueAccessKeyTokenResponse> getIssueAccessKeyTokenMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.IssueAccessKeyTokenRequest, dev.mintmark.v1.IssueAccessKeyTokenResponse> getIssueAccessKeyTokenMethod;
    if ((getIssueAccessKeyTokenMethod = TokenServiceGrpc.getIssueAccessKeyTokenMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getIssueAccessKeyTokenMethod = TokenServiceGrpc.getIssueAccessKeyTokenMethod) == null) {
          TokenServiceGrpc.getIssueAccessKeyTokenMethod = getIssueAccessKeyTokenMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.IssueAccessKeyTokenRequest, dev.mintmark.v1.IssueAccessKeyTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "IssueAccessKeyToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IssueAccessKeyTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IssueAccessKeyTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("IssueAccessKeyToken"))
              .build();
        }
      }
    }
    return getIssueAccessKeyTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.IssueSessionRequest,
      dev.mintmark.v1.IssueSessionResponse> getIssueSessionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "IssueSession",
      requestType = dev.mintmark.v1.IssueSessionRequest.class,
      responseType = dev.mintmark.v1.IssueSessionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.IssueSessionRequest,
      dev.mintmark.v1.IssueSessionResponse> getIssueSessionMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.IssueSessionRequest, dev.mintmark.v1.IssueSessionResponse> getIssueSessionMethod;
    if ((getIssueSessionMethod = TokenServiceGrpc.getIssueSessionMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getIssueSessionMethod = TokenServiceGrpc.getIssueSessionMethod) == null) {
          TokenServiceGrpc.getIssueSessionMethod = getIssueSessionMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.IssueSessionRequest, dev.mintmark.v1.IssueSessionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "IssueSession"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IssueSessionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IssueSessionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("IssueSession"))
              .build();
        }
      }
    }
    return getIssueSessionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.RefreshSessionRequest,
      dev.mintmark.v1.RefreshSessionResponse> getRefreshSessionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RefreshSession",
      requestType = dev.mintmark.v1.RefreshSessionRequest.class,
      responseType = dev.mintmark.v1.RefreshSessionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.RefreshSessionRequest,
      dev.mintmark.v1.RefreshSessionResponse> getRefreshSessionMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.RefreshSessionRequest, dev.mintmark.v1.RefreshSessionResponse> getRefreshSessionMethod;
    if ((getRefreshSessionMethod = TokenServiceGrpc.getRefreshSessionMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getRefreshSessionMethod = TokenServiceGrpc.getRefreshSessionMethod) == null) {
          TokenServiceGrpc.getRefreshSessionMethod = getRefreshSessionMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.RefreshSessionRequest, dev.mintmark.v1.RefreshSessionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RefreshSession"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RefreshSessionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RefreshSessionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("RefreshSession"))
              .build();
        }
      }
    }
    return getRefreshSessionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.SelectTenantRequest,
      dev.mintmark.v1.SelectTenantResponse> getSelectTenantMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "SelectTenant",
      requestType = dev.mintmark.v1.SelectTenantRequest.class,
      responseType = dev.mintmark.v1.SelectTenantResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.SelectTenantRequest,
      dev.mintmark.v1.SelectTenantResponse> getSelectTenantMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.SelectTenantRequest, dev.mintmark.v1.SelectTenantResponse> getSelectTenantMethod;
    if ((getSelectTenantMethod = TokenServiceGrpc.getSelectTenantMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getSelectTenantMethod = TokenServiceGrpc.getSelectTenantMethod) == null) {
          TokenServiceGrpc.getSelectTenantMethod = getSelectTenantMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.SelectTenantRequest, dev.mintmark.v1.SelectTenantResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "SelectTenant"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.SelectTenantRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.SelectTenantResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("SelectTenant"))
              .build();
        }
      }
    }
    return getSelectTenantMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateSessionClaimsRequest,
      dev.mintmark.v1.UpdateSessionClaimsResponse> getUpdateSessionClaimsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateSessionClaims",
      requestType = dev.mintmark.v1.UpdateSessionClaimsRequest.class,
      responseType = dev.mintmark.v1.UpdateSessionClaimsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateSessionClaimsRequest,
      dev.mintmark.v1.UpdateSessionClaimsResponse> getUpdateSessionClaimsMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateSessionClaimsRequest, dev.mintmark.v1.UpdateSessionClaimsResponse> getUpdateSessionClaimsMethod;
    if ((getUpdateSessionClaimsMethod = TokenServiceGrpc.getUpdateSessionClaimsMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getUpdateSessionClaimsMethod = TokenServiceGrpc.getUpdateSessionClaimsMethod) == null) {
          TokenServiceGrpc.getUpdateSessionClaimsMethod = getUpdateSessionClaimsMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.UpdateSessionClaimsRequest, dev.mintmark.v1.UpdateSessionClaimsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateSessionClaims"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateSessionClaimsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateSessionClaimsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("UpdateSessionClaims"))
              .build();
        }
      }
    }
    return getUpdateSessionClaimsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetSessionRequest,
      dev.mintmark.v1.GetSessionResponse> getGetSessionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetSession",
      requestType = dev.mintmark.v1.GetSessionRequest.class,
      responseType = dev.mintmark.v1.GetSessionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetSessionRequest,
      dev.mintmark.v1.GetSessionResponse> getGetSessionMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetSessionRequest, dev.mintmark.v1.GetSessionResponse> getGetSessionMethod;
    if ((getGetSessionMethod = TokenServiceGrpc.getGetSessionMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getGetSessionMethod = TokenServiceGrpc.getGetSessionMethod) == null) {
          TokenServiceGrpc.getGetSessionMethod = getGetSessionMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetSessionRequest, dev.mintmark.v1.GetSessionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetSession"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetSessionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetSessionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("GetSession"))
              .build();
        }
      }
    }
    return getGetSessionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ListSessionsRequest,
      dev.mintmark.v1.ListSessionsResponse> getListSessionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListSessions",
      requestType = dev.mintmark.v1.ListSessionsRequest.class,
      responseType = dev.mintmark.v1.ListSessionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ListSessionsRequest,
      dev.mintmark.v1.ListSessionsResponse> getListSessionsMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ListSessionsRequest, dev.mintmark.v1.ListSessionsResponse> getListSessionsMethod;
    if ((getListSessionsMethod = TokenServiceGrpc.getListSessionsMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getListSessionsMethod = TokenServiceGrpc.getListSessionsMethod) == null) {
          TokenServiceGrpc.getListSessionsMethod = getListSessionsMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ListSessionsRequest, dev.mintmark.v1.ListSessionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListSessions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListSessionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListSessionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("ListSessions"))
              .build();
        }
      }
    }
    return getListSessionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeSessionRequest,
      dev.mintmark.v1.RevokeSessionResponse> getRevokeSessionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeSession",
      requestType = dev.mintmark.v1.RevokeSessionRequest.class,
      responseType = dev.mintmark.v1.RevokeSessionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeSessionRequest,
      dev.mintmark.v1.RevokeSessionResponse> getRevokeSessionMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeSessionRequest, dev.mintmark.v1.RevokeSessionResponse> getRevokeSessionMethod;
    if ((getRevokeSessionMethod = TokenServiceGrpc.getRevokeSessionMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getRevokeSessionMethod = TokenServiceGrpc.getRevokeSessionMethod) == null) {
          TokenServiceGrpc.getRevokeSessionMethod = getRevokeSessionMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.RevokeSessionRequest, dev.mintmark.v1.RevokeSessionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeSession"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RevokeSessionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RevokeSessionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("RevokeSession"))
              .build();
        }
      }
    }
    return getRevokeSessionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeUserSessionsRequest,
      dev.mintmark.v1.RevokeUserSessionsResponse> getRevokeUserSessionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RevokeUserSessions",
      requestType = dev.mintmark.v1.RevokeUserSessionsRequest.class,
      responseType = dev.mintmark.v1.RevokeUserSessionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeUserSessionsRequest,
      dev.mintmark.v1.RevokeUserSessionsResponse> getRevokeUserSessionsMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.RevokeUserSessionsRequest, dev.mintmark.v1.RevokeUserSessionsResponse> getRevokeUserSessionsMethod;
    if ((getRevokeUserSessionsMethod = TokenServiceGrpc.getRevokeUserSessionsMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getRevokeUserSessionsMethod = TokenServiceGrpc.getRevokeUserSessionsMethod) == null) {
          TokenServiceGrpc.getRevokeUserSessionsMethod = getRevokeUserSessionsMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.RevokeUserSessionsRequest, dev.mintmark.v1.RevokeUserSessionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RevokeUserSessions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RevokeUserSessionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RevokeUserSessionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("RevokeUserSessions"))
              .build();
        }
      }
    }
    return getRevokeUserSessionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.IntrospectTokenRequest,
      dev.mintmark.v1.IntrospectTokenResponse> getIntrospectTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "IntrospectToken",
      requestType = dev.mintmark.v1.IntrospectTokenRequest.class,
      responseType = dev.mintmark.v1.IntrospectTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.IntrospectTokenRequest,
      dev.mintmark.v1.IntrospectTokenResponse> getIntrospectTokenMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.IntrospectTokenRequest, dev.mintmark.v1.IntrospectTokenResponse> getIntrospectTokenMethod;
    if ((getIntrospectTokenMethod = TokenServiceGrpc.getIntrospectTokenMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getIntrospectTokenMethod = TokenServiceGrpc.getIntrospectTokenMethod) == null) {
          TokenServiceGrpc.getIntrospectTokenMethod = getIntrospectTokenMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.IntrospectTokenRequest, dev.mintmark.v1.IntrospectTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "IntrospectToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IntrospectTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.IntrospectTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("IntrospectToken"))
              .build();
        }
      }
    }
    return getIntrospectTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.PreviewTokenRequest,
      dev.mintmark.v1.PreviewTokenResponse> getPreviewTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PreviewToken",
      requestType = dev.mintmark.v1.PreviewTokenRequest.class,
      responseType = dev.mintmark.v1.PreviewTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.PreviewTokenRequest,
      dev.mintmark.v1.PreviewTokenResponse> getPreviewTokenMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.PreviewTokenRequest, dev.mintmark.v1.PreviewTokenResponse> getPreviewTokenMethod;
    if ((getPreviewTokenMethod = TokenServiceGrpc.getPreviewTokenMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getPreviewTokenMethod = TokenServiceGrpc.getPreviewTokenMethod) == null) {
          TokenServiceGrpc.getPreviewTokenMethod = getPreviewTokenMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.PreviewTokenRequest, dev.mintmark.v1.PreviewTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PreviewToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.PreviewTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.PreviewTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("PreviewToken"))
              .build();
        }
      }
    }
    return getPreviewTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ExplainTokenRequest,
      dev.mintmark.v1.ExplainTokenResponse> getExplainTokenMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ExplainToken",
      requestType = dev.mintmark.v1.ExplainTokenRequest.class,
      responseType = dev.mintmark.v1.ExplainTokenResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ExplainTokenRequest,
      dev.mintmark.v1.ExplainTokenResponse> getExplainTokenMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ExplainTokenRequest, dev.mintmark.v1.ExplainTokenResponse> getExplainTokenMethod;
    if ((getExplainTokenMethod = TokenServiceGrpc.getExplainTokenMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getExplainTokenMethod = TokenServiceGrpc.getExplainTokenMethod) == null) {
          TokenServiceGrpc.getExplainTokenMethod = getExplainTokenMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ExplainTokenRequest, dev.mintmark.v1.ExplainTokenResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ExplainToken"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ExplainTokenRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ExplainTokenResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("ExplainToken"))
              .build();
        }
      }
    }
    return getExplainTokenMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.BatchIssueRequest,
      dev.mintmark.v1.BatchIssueResponse> getBatchIssueMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "BatchIssue",
      requestType = dev.mintmark.v1.BatchIssueRequest.class,
      responseType = dev.mintmark.v1.BatchIssueResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.BatchIssueRequest,
      dev.mintmark.v1.BatchIssueResponse> getBatchIssueMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.BatchIssueRequest, dev.mintmark.v1.BatchIssueResponse> getBatchIssueMethod;
    if ((getBatchIssueMethod = TokenServiceGrpc.getBatchIssueMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getBatchIssueMethod = TokenServiceGrpc.getBatchIssueMethod) == null) {
          TokenServiceGrpc.getBatchIssueMethod = getBatchIssueMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.BatchIssueRequest, dev.mintmark.v1.BatchIssueResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "BatchIssue"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.BatchIssueRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.BatchIssueResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("BatchIssue"))
              .build();
        }
      }
    }
    return getBatchIssueMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.StreamIssueRequest,
      dev.mintmark.v1.StreamIssueResponse> getStreamIssueMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "StreamIssue",
      requestType = dev.mintmark.v1.StreamIssueRequest.class,
      responseType = dev.mintmark.v1.StreamIssueResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.StreamIssueRequest,
      dev.mintmark.v1.StreamIssueResponse> getStreamIssueMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.StreamIssueRequest, dev.mintmark.v1.StreamIssueResponse> getStreamIssueMethod;
    if ((getStreamIssueMethod = TokenServiceGrpc.getStreamIssueMethod) == null) {
      synchronized (TokenServiceGrpc.class) {
        if ((getStreamIssueMethod = TokenServiceGrpc.getStreamIssueMethod) == null) {
          TokenServiceGrpc.getStreamIssueMethod = getStreamIssueMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.StreamIssueRequest, dev.mintmark.v1.StreamIssueResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.BIDI_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "StreamIssue"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.StreamIssueRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.StreamIssueResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TokenServiceMethodDescriptorSupplier("StreamIssue"))
              .build();
        }
      }
    }
    return getStreamIssueMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static TokenServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TokenServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TokenServiceStub>() {
        @java.lang.Override
        public TokenServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TokenServiceStub(channel, callOptions);
        }
      };
    return TokenServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static TokenServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TokenServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TokenServiceBlockingV2Stub>() {
        @java.lang.Override
        public TokenServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TokenServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return TokenServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static TokenServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TokenServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TokenServiceBlockingStub>() {
        @java.lang.Override
        public TokenServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TokenServiceBlockingStub(channel, callOptions);
        }
      };
    return TokenServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static TokenServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TokenServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TokenServiceFutureStub>() {
        @java.lang.Override
        public TokenServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TokenServiceFutureStub(channel, callOptions);
        }
      };
    return TokenServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Decides which claims a token carries, signs tokens, and says where each claim came from.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Issue a session token: under a named session, or stateless (no `sid`, not refreshable).
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void issueSessionToken(dev.mintmark.v1.IssueSessionTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueSessionTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getIssueSessionTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Open a session and issue its first refresh token.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void issueRefreshToken(dev.mintmark.v1.IssueRefreshTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueRefreshTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getIssueRefreshTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Issue an OpenID Connect ID token for an application.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void issueIdToken(dev.mintmark.v1.IssueIdTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueIdTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getIssueIdTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Exchange an access key for a JWT: by the key's own secret in the metadata, or by its name.
     * Caller: issuer, or the access key's secret.
     * Errors: NOT_FOUND, ACCESS_KEY_INACTIVE, SUBJECT_DISABLED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH,
     * NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 512 KiB; rate limited per key and peer.
     * </pre>
     */
    default void issueAccessKeyToken(dev.mintmark.v1.IssueAccessKeyTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueAccessKeyTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getIssueAccessKeyTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Open a session and issue its session, refresh and, if asked, ID token from one snapshot.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void issueSession(dev.mintmark.v1.IssueSessionRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueSessionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getIssueSessionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Exchange a refresh token for new session and refresh tokens, evaluated afresh from live data.
     * Caller: the session's own refresh token, or issuer.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED,
     * WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: the same token with the same request is safe within the overlap window.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    default void refreshSession(dev.mintmark.v1.RefreshSessionRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RefreshSessionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRefreshSessionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Select another tenant for a session; takes the refresh token and rotates it.
     * Caller: the session's own refresh token, or issuer.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED,
     * WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: as RefreshSession.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    default void selectTenant(dev.mintmark.v1.SelectTenantRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.SelectTenantResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getSelectTenantMethod(), responseObserver);
    }

    /**
     * <pre>
     * Set, merge or remove claims on a session; takes the refresh token and rotates it.
     * Caller: issuer with UPDATE_SESSION_CLAIMS.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, CLAIM_LOCKED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER,
     * APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: as RefreshSession.
     * Limits: those of the project.
     * </pre>
     */
    default void updateSessionClaims(dev.mintmark.v1.UpdateSessionClaimsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateSessionClaimsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateSessionClaimsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get a session, with the cause of its end.
     * Caller: owner, issuer, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getSession(dev.mintmark.v1.GetSessionRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetSessionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetSessionMethod(), responseObserver);
    }

    /**
     * <pre>
     * List a project's sessions, in order of their names.
     * Caller: owner, issuer, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    default void listSessions(dev.mintmark.v1.ListSessionsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListSessionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListSessionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * End a session. Its refresh token buys nothing more.
     * Caller: owner, issuer, or the session's own refresh token.
     * Errors: NOT_FOUND, UNAUTHENTICATED, FIELD_REQUIRED.
     * Retry: safe.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    default void revokeSession(dev.mintmark.v1.RevokeSessionRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeSessionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeSessionMethod(), responseObserver);
    }

    /**
     * <pre>
     * End all sessions of a user.
     * Caller: owner, issuer.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void revokeUserSessions(dev.mintmark.v1.RevokeUserSessionsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeUserSessionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRevokeUserSessionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Verify a token and the state of its session, key and subject.
     * Caller: verifier, issuer.
     * Errors: INVALID_FIELD; an invalid token is no error but inactive.
     * Retry: safe.
     * Limits: 256 KiB a token.
     * </pre>
     */
    default void introspectToken(dev.mintmark.v1.IntrospectTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IntrospectTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getIntrospectTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Evaluate a token of any kind without signing it: payload, origins, absences, sizes, problems, digest. The request holds the
     * very issue request.
     * Caller: issuer, template-editor, owner.
     * Errors: NOT_FOUND, FIELD_REQUIRED; what would refuse the token is in the answer's problems.
     * Retry: safe.
     * Limits: those of the project.
     * </pre>
     */
    default void previewToken(dev.mintmark.v1.PreviewTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.PreviewTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPreviewTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Say which revisions produced a token, and what an evaluation now would change.
     * A token is verified, but may be over; what a session or jti names is known from its receipt alone.
     * Caller: issuer, auditor, owner.
     * Errors: NOT_FOUND (no receipt of that jti or sid), FIELD_REQUIRED, INVALID_FIELD (the token is none of the project's).
     * Retry: safe.
     * Limits: 256 KiB a token.
     * </pre>
     */
    default void explainToken(dev.mintmark.v1.ExplainTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ExplainTokenResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getExplainTokenMethod(), responseObserver);
    }

    /**
     * <pre>
     * Issue many tokens of any mix of kinds and subjects; each item has its own outcome, in the order of the request.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: FIELD_REQUIRED, INVALID_FIELD; an item's errors are in its outcome.
     * Retry: safe with request_id.
     * Limits: 1,000 items; message size 4 MiB.
     * </pre>
     */
    default void batchIssue(dev.mintmark.v1.BatchIssueRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.BatchIssueResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getBatchIssueMethod(), responseObserver);
    }

    /**
     * <pre>
     * Issue tokens over one stream, in order; each message has its own outcome.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: a message's errors are in its outcome.
     * Retry: each message safe with its request_id.
     * Limits: a few streams at once; more are RATE_LIMITED.
     * </pre>
     */
    default io.grpc.stub.StreamObserver<dev.mintmark.v1.StreamIssueRequest> streamIssue(
        io.grpc.stub.StreamObserver<dev.mintmark.v1.StreamIssueResponse> responseObserver) {
      return io.grpc.stub.ServerCalls.asyncUnimplementedStreamingCall(getStreamIssueMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service TokenService.
   * <pre>
   * Decides which claims a token carries, signs tokens, and says where each claim came from.
   * </pre>
   */
  public static abstract class TokenServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return TokenServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service TokenService.
   * <pre>
   * Decides which claims a token carries, signs tokens, and says where each claim came from.
   * </pre>
   */
  public static final class TokenServiceStub
      extends io.grpc.stub.AbstractAsyncStub<TokenServiceStub> {
    private TokenServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TokenServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TokenServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Issue a session token: under a named session, or stateless (no `sid`, not refreshable).
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void issueSessionToken(dev.mintmark.v1.IssueSessionTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueSessionTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getIssueSessionTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Open a session and issue its first refresh token.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void issueRefreshToken(dev.mintmark.v1.IssueRefreshTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueRefreshTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getIssueRefreshTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Issue an OpenID Connect ID token for an application.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void issueIdToken(dev.mintmark.v1.IssueIdTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueIdTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getIssueIdTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Exchange an access key for a JWT: by the key's own secret in the metadata, or by its name.
     * Caller: issuer, or the access key's secret.
     * Errors: NOT_FOUND, ACCESS_KEY_INACTIVE, SUBJECT_DISABLED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH,
     * NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 512 KiB; rate limited per key and peer.
     * </pre>
     */
    public void issueAccessKeyToken(dev.mintmark.v1.IssueAccessKeyTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueAccessKeyTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getIssueAccessKeyTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Open a session and issue its session, refresh and, if asked, ID token from one snapshot.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void issueSession(dev.mintmark.v1.IssueSessionRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueSessionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getIssueSessionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Exchange a refresh token for new session and refresh tokens, evaluated afresh from live data.
     * Caller: the session's own refresh token, or issuer.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED,
     * WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: the same token with the same request is safe within the overlap window.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public void refreshSession(dev.mintmark.v1.RefreshSessionRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RefreshSessionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRefreshSessionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Select another tenant for a session; takes the refresh token and rotates it.
     * Caller: the session's own refresh token, or issuer.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED,
     * WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: as RefreshSession.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public void selectTenant(dev.mintmark.v1.SelectTenantRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.SelectTenantResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getSelectTenantMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Set, merge or remove claims on a session; takes the refresh token and rotates it.
     * Caller: issuer with UPDATE_SESSION_CLAIMS.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, CLAIM_LOCKED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER,
     * APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: as RefreshSession.
     * Limits: those of the project.
     * </pre>
     */
    public void updateSessionClaims(dev.mintmark.v1.UpdateSessionClaimsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateSessionClaimsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateSessionClaimsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get a session, with the cause of its end.
     * Caller: owner, issuer, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getSession(dev.mintmark.v1.GetSessionRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetSessionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetSessionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * List a project's sessions, in order of their names.
     * Caller: owner, issuer, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public void listSessions(dev.mintmark.v1.ListSessionsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListSessionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListSessionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * End a session. Its refresh token buys nothing more.
     * Caller: owner, issuer, or the session's own refresh token.
     * Errors: NOT_FOUND, UNAUTHENTICATED, FIELD_REQUIRED.
     * Retry: safe.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public void revokeSession(dev.mintmark.v1.RevokeSessionRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeSessionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeSessionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * End all sessions of a user.
     * Caller: owner, issuer.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void revokeUserSessions(dev.mintmark.v1.RevokeUserSessionsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeUserSessionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRevokeUserSessionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Verify a token and the state of its session, key and subject.
     * Caller: verifier, issuer.
     * Errors: INVALID_FIELD; an invalid token is no error but inactive.
     * Retry: safe.
     * Limits: 256 KiB a token.
     * </pre>
     */
    public void introspectToken(dev.mintmark.v1.IntrospectTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.IntrospectTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getIntrospectTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Evaluate a token of any kind without signing it: payload, origins, absences, sizes, problems, digest. The request holds the
     * very issue request.
     * Caller: issuer, template-editor, owner.
     * Errors: NOT_FOUND, FIELD_REQUIRED; what would refuse the token is in the answer's problems.
     * Retry: safe.
     * Limits: those of the project.
     * </pre>
     */
    public void previewToken(dev.mintmark.v1.PreviewTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.PreviewTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getPreviewTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Say which revisions produced a token, and what an evaluation now would change.
     * A token is verified, but may be over; what a session or jti names is known from its receipt alone.
     * Caller: issuer, auditor, owner.
     * Errors: NOT_FOUND (no receipt of that jti or sid), FIELD_REQUIRED, INVALID_FIELD (the token is none of the project's).
     * Retry: safe.
     * Limits: 256 KiB a token.
     * </pre>
     */
    public void explainToken(dev.mintmark.v1.ExplainTokenRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ExplainTokenResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getExplainTokenMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Issue many tokens of any mix of kinds and subjects; each item has its own outcome, in the order of the request.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: FIELD_REQUIRED, INVALID_FIELD; an item's errors are in its outcome.
     * Retry: safe with request_id.
     * Limits: 1,000 items; message size 4 MiB.
     * </pre>
     */
    public void batchIssue(dev.mintmark.v1.BatchIssueRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.BatchIssueResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getBatchIssueMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Issue tokens over one stream, in order; each message has its own outcome.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: a message's errors are in its outcome.
     * Retry: each message safe with its request_id.
     * Limits: a few streams at once; more are RATE_LIMITED.
     * </pre>
     */
    public io.grpc.stub.StreamObserver<dev.mintmark.v1.StreamIssueRequest> streamIssue(
        io.grpc.stub.StreamObserver<dev.mintmark.v1.StreamIssueResponse> responseObserver) {
      return io.grpc.stub.ClientCalls.asyncBidiStreamingCall(
          getChannel().newCall(getStreamIssueMethod(), getCallOptions()), responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service TokenService.
   * <pre>
   * Decides which claims a token carries, signs tokens, and says where each claim came from.
   * </pre>
   */
  public static final class TokenServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<TokenServiceBlockingV2Stub> {
    private TokenServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TokenServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TokenServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Issue a session token: under a named session, or stateless (no `sid`, not refreshable).
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.IssueSessionTokenResponse issueSessionToken(dev.mintmark.v1.IssueSessionTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getIssueSessionTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Open a session and issue its first refresh token.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.IssueRefreshTokenResponse issueRefreshToken(dev.mintmark.v1.IssueRefreshTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getIssueRefreshTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Issue an OpenID Connect ID token for an application.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.IssueIdTokenResponse issueIdToken(dev.mintmark.v1.IssueIdTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getIssueIdTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Exchange an access key for a JWT: by the key's own secret in the metadata, or by its name.
     * Caller: issuer, or the access key's secret.
     * Errors: NOT_FOUND, ACCESS_KEY_INACTIVE, SUBJECT_DISABLED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH,
     * NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 512 KiB; rate limited per key and peer.
     * </pre>
     */
    public dev.mintmark.v1.IssueAccessKeyTokenResponse issueAccessKeyToken(dev.mintmark.v1.IssueAccessKeyTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getIssueAccessKeyTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Open a session and issue its session, refresh and, if asked, ID token from one snapshot.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.IssueSessionResponse issueSession(dev.mintmark.v1.IssueSessionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getIssueSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Exchange a refresh token for new session and refresh tokens, evaluated afresh from live data.
     * Caller: the session's own refresh token, or issuer.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED,
     * WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: the same token with the same request is safe within the overlap window.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public dev.mintmark.v1.RefreshSessionResponse refreshSession(dev.mintmark.v1.RefreshSessionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRefreshSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Select another tenant for a session; takes the refresh token and rotates it.
     * Caller: the session's own refresh token, or issuer.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED,
     * WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: as RefreshSession.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public dev.mintmark.v1.SelectTenantResponse selectTenant(dev.mintmark.v1.SelectTenantRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getSelectTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Set, merge or remove claims on a session; takes the refresh token and rotates it.
     * Caller: issuer with UPDATE_SESSION_CLAIMS.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, CLAIM_LOCKED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER,
     * APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: as RefreshSession.
     * Limits: those of the project.
     * </pre>
     */
    public dev.mintmark.v1.UpdateSessionClaimsResponse updateSessionClaims(dev.mintmark.v1.UpdateSessionClaimsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateSessionClaimsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a session, with the cause of its end.
     * Caller: owner, issuer, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetSessionResponse getSession(dev.mintmark.v1.GetSessionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a project's sessions, in order of their names.
     * Caller: owner, issuer, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListSessionsResponse listSessions(dev.mintmark.v1.ListSessionsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListSessionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * End a session. Its refresh token buys nothing more.
     * Caller: owner, issuer, or the session's own refresh token.
     * Errors: NOT_FOUND, UNAUTHENTICATED, FIELD_REQUIRED.
     * Retry: safe.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public dev.mintmark.v1.RevokeSessionResponse revokeSession(dev.mintmark.v1.RevokeSessionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * End all sessions of a user.
     * Caller: owner, issuer.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RevokeUserSessionsResponse revokeUserSessions(dev.mintmark.v1.RevokeUserSessionsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRevokeUserSessionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Verify a token and the state of its session, key and subject.
     * Caller: verifier, issuer.
     * Errors: INVALID_FIELD; an invalid token is no error but inactive.
     * Retry: safe.
     * Limits: 256 KiB a token.
     * </pre>
     */
    public dev.mintmark.v1.IntrospectTokenResponse introspectToken(dev.mintmark.v1.IntrospectTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getIntrospectTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Evaluate a token of any kind without signing it: payload, origins, absences, sizes, problems, digest. The request holds the
     * very issue request.
     * Caller: issuer, template-editor, owner.
     * Errors: NOT_FOUND, FIELD_REQUIRED; what would refuse the token is in the answer's problems.
     * Retry: safe.
     * Limits: those of the project.
     * </pre>
     */
    public dev.mintmark.v1.PreviewTokenResponse previewToken(dev.mintmark.v1.PreviewTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getPreviewTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Say which revisions produced a token, and what an evaluation now would change.
     * A token is verified, but may be over; what a session or jti names is known from its receipt alone.
     * Caller: issuer, auditor, owner.
     * Errors: NOT_FOUND (no receipt of that jti or sid), FIELD_REQUIRED, INVALID_FIELD (the token is none of the project's).
     * Retry: safe.
     * Limits: 256 KiB a token.
     * </pre>
     */
    public dev.mintmark.v1.ExplainTokenResponse explainToken(dev.mintmark.v1.ExplainTokenRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getExplainTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Issue many tokens of any mix of kinds and subjects; each item has its own outcome, in the order of the request.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: FIELD_REQUIRED, INVALID_FIELD; an item's errors are in its outcome.
     * Retry: safe with request_id.
     * Limits: 1,000 items; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.BatchIssueResponse batchIssue(dev.mintmark.v1.BatchIssueRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getBatchIssueMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Issue tokens over one stream, in order; each message has its own outcome.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: a message's errors are in its outcome.
     * Retry: each message safe with its request_id.
     * Limits: a few streams at once; more are RATE_LIMITED.
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<dev.mintmark.v1.StreamIssueRequest, dev.mintmark.v1.StreamIssueResponse>
        streamIssue() {
      return io.grpc.stub.ClientCalls.blockingBidiStreamingCall(
          getChannel(), getStreamIssueMethod(), getCallOptions());
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service TokenService.
   * <pre>
   * Decides which claims a token carries, signs tokens, and says where each claim came from.
   * </pre>
   */
  public static final class TokenServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<TokenServiceBlockingStub> {
    private TokenServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TokenServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TokenServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Issue a session token: under a named session, or stateless (no `sid`, not refreshable).
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.IssueSessionTokenResponse issueSessionToken(dev.mintmark.v1.IssueSessionTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getIssueSessionTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Open a session and issue its first refresh token.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.IssueRefreshTokenResponse issueRefreshToken(dev.mintmark.v1.IssueRefreshTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getIssueRefreshTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Issue an OpenID Connect ID token for an application.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.IssueIdTokenResponse issueIdToken(dev.mintmark.v1.IssueIdTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getIssueIdTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Exchange an access key for a JWT: by the key's own secret in the metadata, or by its name.
     * Caller: issuer, or the access key's secret.
     * Errors: NOT_FOUND, ACCESS_KEY_INACTIVE, SUBJECT_DISABLED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH,
     * NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 512 KiB; rate limited per key and peer.
     * </pre>
     */
    public dev.mintmark.v1.IssueAccessKeyTokenResponse issueAccessKeyToken(dev.mintmark.v1.IssueAccessKeyTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getIssueAccessKeyTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Open a session and issue its session, refresh and, if asked, ID token from one snapshot.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.IssueSessionResponse issueSession(dev.mintmark.v1.IssueSessionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getIssueSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Exchange a refresh token for new session and refresh tokens, evaluated afresh from live data.
     * Caller: the session's own refresh token, or issuer.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED,
     * WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: the same token with the same request is safe within the overlap window.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public dev.mintmark.v1.RefreshSessionResponse refreshSession(dev.mintmark.v1.RefreshSessionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRefreshSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Select another tenant for a session; takes the refresh token and rotates it.
     * Caller: the session's own refresh token, or issuer.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED,
     * WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: as RefreshSession.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public dev.mintmark.v1.SelectTenantResponse selectTenant(dev.mintmark.v1.SelectTenantRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getSelectTenantMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Set, merge or remove claims on a session; takes the refresh token and rotates it.
     * Caller: issuer with UPDATE_SESSION_CLAIMS.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, CLAIM_LOCKED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER,
     * APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: as RefreshSession.
     * Limits: those of the project.
     * </pre>
     */
    public dev.mintmark.v1.UpdateSessionClaimsResponse updateSessionClaims(dev.mintmark.v1.UpdateSessionClaimsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateSessionClaimsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a session, with the cause of its end.
     * Caller: owner, issuer, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetSessionResponse getSession(dev.mintmark.v1.GetSessionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a project's sessions, in order of their names.
     * Caller: owner, issuer, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListSessionsResponse listSessions(dev.mintmark.v1.ListSessionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListSessionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * End a session. Its refresh token buys nothing more.
     * Caller: owner, issuer, or the session's own refresh token.
     * Errors: NOT_FOUND, UNAUTHENTICATED, FIELD_REQUIRED.
     * Retry: safe.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public dev.mintmark.v1.RevokeSessionResponse revokeSession(dev.mintmark.v1.RevokeSessionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeSessionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * End all sessions of a user.
     * Caller: owner, issuer.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RevokeUserSessionsResponse revokeUserSessions(dev.mintmark.v1.RevokeUserSessionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRevokeUserSessionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Verify a token and the state of its session, key and subject.
     * Caller: verifier, issuer.
     * Errors: INVALID_FIELD; an invalid token is no error but inactive.
     * Retry: safe.
     * Limits: 256 KiB a token.
     * </pre>
     */
    public dev.mintmark.v1.IntrospectTokenResponse introspectToken(dev.mintmark.v1.IntrospectTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getIntrospectTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Evaluate a token of any kind without signing it: payload, origins, absences, sizes, problems, digest. The request holds the
     * very issue request.
     * Caller: issuer, template-editor, owner.
     * Errors: NOT_FOUND, FIELD_REQUIRED; what would refuse the token is in the answer's problems.
     * Retry: safe.
     * Limits: those of the project.
     * </pre>
     */
    public dev.mintmark.v1.PreviewTokenResponse previewToken(dev.mintmark.v1.PreviewTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getPreviewTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Say which revisions produced a token, and what an evaluation now would change.
     * A token is verified, but may be over; what a session or jti names is known from its receipt alone.
     * Caller: issuer, auditor, owner.
     * Errors: NOT_FOUND (no receipt of that jti or sid), FIELD_REQUIRED, INVALID_FIELD (the token is none of the project's).
     * Retry: safe.
     * Limits: 256 KiB a token.
     * </pre>
     */
    public dev.mintmark.v1.ExplainTokenResponse explainToken(dev.mintmark.v1.ExplainTokenRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getExplainTokenMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Issue many tokens of any mix of kinds and subjects; each item has its own outcome, in the order of the request.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: FIELD_REQUIRED, INVALID_FIELD; an item's errors are in its outcome.
     * Retry: safe with request_id.
     * Limits: 1,000 items; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.BatchIssueResponse batchIssue(dev.mintmark.v1.BatchIssueRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getBatchIssueMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service TokenService.
   * <pre>
   * Decides which claims a token carries, signs tokens, and says where each claim came from.
   * </pre>
   */
  public static final class TokenServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<TokenServiceFutureStub> {
    private TokenServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TokenServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TokenServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Issue a session token: under a named session, or stateless (no `sid`, not refreshable).
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.IssueSessionTokenResponse> issueSessionToken(
        dev.mintmark.v1.IssueSessionTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getIssueSessionTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Open a session and issue its first refresh token.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.IssueRefreshTokenResponse> issueRefreshToken(
        dev.mintmark.v1.IssueRefreshTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getIssueRefreshTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Issue an OpenID Connect ID token for an application.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.IssueIdTokenResponse> issueIdToken(
        dev.mintmark.v1.IssueIdTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getIssueIdTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Exchange an access key for a JWT: by the key's own secret in the metadata, or by its name.
     * Caller: issuer, or the access key's secret.
     * Errors: NOT_FOUND, ACCESS_KEY_INACTIVE, SUBJECT_DISABLED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH,
     * NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 512 KiB; rate limited per key and peer.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.IssueAccessKeyTokenResponse> issueAccessKeyToken(
        dev.mintmark.v1.IssueAccessKeyTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getIssueAccessKeyTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Open a session and issue its session, refresh and, if asked, ID token from one snapshot.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY,
     * CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.IssueSessionResponse> issueSession(
        dev.mintmark.v1.IssueSessionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getIssueSessionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Exchange a refresh token for new session and refresh tokens, evaluated afresh from live data.
     * Caller: the session's own refresh token, or issuer.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED,
     * WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: the same token with the same request is safe within the overlap window.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.RefreshSessionResponse> refreshSession(
        dev.mintmark.v1.RefreshSessionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRefreshSessionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Select another tenant for a session; takes the refresh token and rotates it.
     * Caller: the session's own refresh token, or issuer.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER, APPLICATION_DISABLED,
     * WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: as RefreshSession.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.SelectTenantResponse> selectTenant(
        dev.mintmark.v1.SelectTenantRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getSelectTenantMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Set, merge or remove claims on a session; takes the refresh token and rotates it.
     * Caller: issuer with UPDATE_SESSION_CLAIMS.
     * Errors: UNAUTHENTICATED, SESSION_ENDED, SUPERSEDED, CLAIM_LOCKED, NOT_FOUND, SUBJECT_DISABLED, CONSENT_REQUIRED, NOT_A_MEMBER,
     * APPLICATION_DISABLED, WRONG_KIND, ISSUER_MISMATCH, NO_ACTIVE_KEY, CLAIMS_REFUSED or the one claim reason, BUDGET_EXCEEDED.
     * Retry: as RefreshSession.
     * Limits: those of the project.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.UpdateSessionClaimsResponse> updateSessionClaims(
        dev.mintmark.v1.UpdateSessionClaimsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateSessionClaimsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get a session, with the cause of its end.
     * Caller: owner, issuer, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetSessionResponse> getSession(
        dev.mintmark.v1.GetSessionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetSessionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * List a project's sessions, in order of their names.
     * Caller: owner, issuer, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ListSessionsResponse> listSessions(
        dev.mintmark.v1.ListSessionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListSessionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * End a session. Its refresh token buys nothing more.
     * Caller: owner, issuer, or the session's own refresh token.
     * Errors: NOT_FOUND, UNAUTHENTICATED, FIELD_REQUIRED.
     * Retry: safe.
     * Limits: message size 512 KiB; rate limited per session and peer.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.RevokeSessionResponse> revokeSession(
        dev.mintmark.v1.RevokeSessionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeSessionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * End all sessions of a user.
     * Caller: owner, issuer.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.RevokeUserSessionsResponse> revokeUserSessions(
        dev.mintmark.v1.RevokeUserSessionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRevokeUserSessionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Verify a token and the state of its session, key and subject.
     * Caller: verifier, issuer.
     * Errors: INVALID_FIELD; an invalid token is no error but inactive.
     * Retry: safe.
     * Limits: 256 KiB a token.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.IntrospectTokenResponse> introspectToken(
        dev.mintmark.v1.IntrospectTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getIntrospectTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Evaluate a token of any kind without signing it: payload, origins, absences, sizes, problems, digest. The request holds the
     * very issue request.
     * Caller: issuer, template-editor, owner.
     * Errors: NOT_FOUND, FIELD_REQUIRED; what would refuse the token is in the answer's problems.
     * Retry: safe.
     * Limits: those of the project.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.PreviewTokenResponse> previewToken(
        dev.mintmark.v1.PreviewTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getPreviewTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Say which revisions produced a token, and what an evaluation now would change.
     * A token is verified, but may be over; what a session or jti names is known from its receipt alone.
     * Caller: issuer, auditor, owner.
     * Errors: NOT_FOUND (no receipt of that jti or sid), FIELD_REQUIRED, INVALID_FIELD (the token is none of the project's).
     * Retry: safe.
     * Limits: 256 KiB a token.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ExplainTokenResponse> explainToken(
        dev.mintmark.v1.ExplainTokenRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getExplainTokenMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Issue many tokens of any mix of kinds and subjects; each item has its own outcome, in the order of the request.
     * Caller: issuer; INLINE_FLOW, UPSERT_USER, IMPERSONATE, STEP_UP for those fields.
     * Errors: FIELD_REQUIRED, INVALID_FIELD; an item's errors are in its outcome.
     * Retry: safe with request_id.
     * Limits: 1,000 items; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.BatchIssueResponse> batchIssue(
        dev.mintmark.v1.BatchIssueRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getBatchIssueMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_ISSUE_SESSION_TOKEN = 0;
  private static final int METHODID_ISSUE_REFRESH_TOKEN = 1;
  private static final int METHODID_ISSUE_ID_TOKEN = 2;
  private static final int METHODID_ISSUE_ACCESS_KEY_TOKEN = 3;
  private static final int METHODID_ISSUE_SESSION = 4;
  private static final int METHODID_REFRESH_SESSION = 5;
  private static final int METHODID_SELECT_TENANT = 6;
  private static final int METHODID_UPDATE_SESSION_CLAIMS = 7;
  private static final int METHODID_GET_SESSION = 8;
  private static final int METHODID_LIST_SESSIONS = 9;
  private static final int METHODID_REVOKE_SESSION = 10;
  private static final int METHODID_REVOKE_USER_SESSIONS = 11;
  private static final int METHODID_INTROSPECT_TOKEN = 12;
  private static final int METHODID_PREVIEW_TOKEN = 13;
  private static final int METHODID_EXPLAIN_TOKEN = 14;
  private static final int METHODID_BATCH_ISSUE = 15;
  private static final int METHODID_STREAM_ISSUE = 16;

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
        case METHODID_ISSUE_SESSION_TOKEN:
          serviceImpl.issueSessionToken((dev.mintmark.v1.IssueSessionTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueSessionTokenResponse>) responseObserver);
          break;
        case METHODID_ISSUE_REFRESH_TOKEN:
          serviceImpl.issueRefreshToken((dev.mintmark.v1.IssueRefreshTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueRefreshTokenResponse>) responseObserver);
          break;
        case METHODID_ISSUE_ID_TOKEN:
          serviceImpl.issueIdToken((dev.mintmark.v1.IssueIdTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueIdTokenResponse>) responseObserver);
          break;
        case METHODID_ISSUE_ACCESS_KEY_TOKEN:
          serviceImpl.issueAccessKeyToken((dev.mintmark.v1.IssueAccessKeyTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueAccessKeyTokenResponse>) responseObserver);
          break;
        case METHODID_ISSUE_SESSION:
          serviceImpl.issueSession((dev.mintmark.v1.IssueSessionRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.IssueSessionResponse>) responseObserver);
          break;
        case METHODID_REFRESH_SESSION:
          serviceImpl.refreshSession((dev.mintmark.v1.RefreshSessionRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.RefreshSessionResponse>) responseObserver);
          break;
        case METHODID_SELECT_TENANT:
          serviceImpl.selectTenant((dev.mintmark.v1.SelectTenantRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.SelectTenantResponse>) responseObserver);
          break;
        case METHODID_UPDATE_SESSION_CLAIMS:
          serviceImpl.updateSessionClaims((dev.mintmark.v1.UpdateSessionClaimsRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateSessionClaimsResponse>) responseObserver);
          break;
        case METHODID_GET_SESSION:
          serviceImpl.getSession((dev.mintmark.v1.GetSessionRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetSessionResponse>) responseObserver);
          break;
        case METHODID_LIST_SESSIONS:
          serviceImpl.listSessions((dev.mintmark.v1.ListSessionsRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ListSessionsResponse>) responseObserver);
          break;
        case METHODID_REVOKE_SESSION:
          serviceImpl.revokeSession((dev.mintmark.v1.RevokeSessionRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeSessionResponse>) responseObserver);
          break;
        case METHODID_REVOKE_USER_SESSIONS:
          serviceImpl.revokeUserSessions((dev.mintmark.v1.RevokeUserSessionsRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.RevokeUserSessionsResponse>) responseObserver);
          break;
        case METHODID_INTROSPECT_TOKEN:
          serviceImpl.introspectToken((dev.mintmark.v1.IntrospectTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.IntrospectTokenResponse>) responseObserver);
          break;
        case METHODID_PREVIEW_TOKEN:
          serviceImpl.previewToken((dev.mintmark.v1.PreviewTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.PreviewTokenResponse>) responseObserver);
          break;
        case METHODID_EXPLAIN_TOKEN:
          serviceImpl.explainToken((dev.mintmark.v1.ExplainTokenRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ExplainTokenResponse>) responseObserver);
          break;
        case METHODID_BATCH_ISSUE:
          serviceImpl.batchIssue((dev.mintmark.v1.BatchIssueRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.BatchIssueResponse>) responseObserver);
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
        case METHODID_STREAM_ISSUE:
          return (io.grpc.stub.StreamObserver<Req>) serviceImpl.streamIssue(
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.StreamIssueResponse>) responseObserver);
        default:
          throw new AssertionError();
      }
    }
  }

  public static final io.grpc.ServerServiceDefinition bindService(AsyncService service) {
    return io.grpc.ServerServiceDefinition.builder(getServiceDescriptor())
        .addMethod(
          getIssueSessionTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.IssueSessionTokenRequest,
              dev.mintmark.v1.IssueSessionTokenResponse>(
                service, METHODID_ISSUE_SESSION_TOKEN)))
        .addMethod(
          getIssueRefreshTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.IssueRefreshTokenRequest,
              dev.mintmark.v1.IssueRefreshTokenResponse>(
                service, METHODID_ISSUE_REFRESH_TOKEN)))
        .addMethod(
          getIssueIdTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.IssueIdTokenRequest,
              dev.mintmark.v1.IssueIdTokenResponse>(
                service, METHODID_ISSUE_ID_TOKEN)))
        .addMethod(
          getIssueAccessKeyTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.IssueAccessKeyTokenRequest,
              dev.mintmark.v1.IssueAccessKeyTokenResponse>(
                service, METHODID_ISSUE_ACCESS_KEY_TOKEN)))
        .addMethod(
          getIssueSessionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.IssueSessionRequest,
              dev.mintmark.v1.IssueSessionResponse>(
                service, METHODID_ISSUE_SESSION)))
        .addMethod(
          getRefreshSessionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.RefreshSessionRequest,
              dev.mintmark.v1.RefreshSessionResponse>(
                service, METHODID_REFRESH_SESSION)))
        .addMethod(
          getSelectTenantMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.SelectTenantRequest,
              dev.mintmark.v1.SelectTenantResponse>(
                service, METHODID_SELECT_TENANT)))
        .addMethod(
          getUpdateSessionClaimsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.UpdateSessionClaimsRequest,
              dev.mintmark.v1.UpdateSessionClaimsResponse>(
                service, METHODID_UPDATE_SESSION_CLAIMS)))
        .addMethod(
          getGetSessionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetSessionRequest,
              dev.mintmark.v1.GetSessionResponse>(
                service, METHODID_GET_SESSION)))
        .addMethod(
          getListSessionsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ListSessionsRequest,
              dev.mintmark.v1.ListSessionsResponse>(
                service, METHODID_LIST_SESSIONS)))
        .addMethod(
          getRevokeSessionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.RevokeSessionRequest,
              dev.mintmark.v1.RevokeSessionResponse>(
                service, METHODID_REVOKE_SESSION)))
        .addMethod(
          getRevokeUserSessionsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.RevokeUserSessionsRequest,
              dev.mintmark.v1.RevokeUserSessionsResponse>(
                service, METHODID_REVOKE_USER_SESSIONS)))
        .addMethod(
          getIntrospectTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.IntrospectTokenRequest,
              dev.mintmark.v1.IntrospectTokenResponse>(
                service, METHODID_INTROSPECT_TOKEN)))
        .addMethod(
          getPreviewTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.PreviewTokenRequest,
              dev.mintmark.v1.PreviewTokenResponse>(
                service, METHODID_PREVIEW_TOKEN)))
        .addMethod(
          getExplainTokenMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ExplainTokenRequest,
              dev.mintmark.v1.ExplainTokenResponse>(
                service, METHODID_EXPLAIN_TOKEN)))
        .addMethod(
          getBatchIssueMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.BatchIssueRequest,
              dev.mintmark.v1.BatchIssueResponse>(
                service, METHODID_BATCH_ISSUE)))
        .addMethod(
          getStreamIssueMethod(),
          io.grpc.stub.ServerCalls.asyncBidiStreamingCall(
            new MethodHandlers<
              dev.mintmark.v1.StreamIssueRequest,
              dev.mintmark.v1.StreamIssueResponse>(
                service, METHODID_STREAM_ISSUE)))
        .build();
  }

  private static abstract class TokenServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    TokenServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.mintmark.v1.TokenServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("TokenService");
    }
  }

  private static final class TokenServiceFileDescriptorSupplier
      extends TokenServiceBaseDescriptorSupplier {
    TokenServiceFileDescriptorSupplier() {}
  }

  private static final class TokenServiceMethodDescriptorSupplier
      extends TokenServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    TokenServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (TokenServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new TokenServiceFileDescriptorSupplier())
              .addMethod(getIssueSessionTokenMethod())
              .addMethod(getIssueRefreshTokenMethod())
              .addMethod(getIssueIdTokenMethod())
              .addMethod(getIssueAccessKeyTokenMethod())
              .addMethod(getIssueSessionMethod())
              .addMethod(getRefreshSessionMethod())
              .addMethod(getSelectTenantMethod())
              .addMethod(getUpdateSessionClaimsMethod())
              .addMethod(getGetSessionMethod())
              .addMethod(getListSessionsMethod())
              .addMethod(getRevokeSessionMethod())
              .addMethod(getRevokeUserSessionsMethod())
              .addMethod(getIntrospectTokenMethod())
              .addMethod(getPreviewTokenMethod())
              .addMethod(getExplainTokenMethod())
              .addMethod(getBatchIssueMethod())
              .addMethod(getStreamIssueMethod())
              .build();
        }
      }
    }
    return result;
  }
}
