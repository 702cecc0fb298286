package dev.mintmark.v1;

import static io.grpc.MethodDescriptor.generateFullMethodName;

/**
 * <pre>
 * Manages templates.
 * </pre>
 */
@io.grpc.stub.annotations.GrpcGenerated
public final class TemplateServiceGrpc {

  private TemplateServiceGrpc() {}

  public static final java.lang.String SERVICE_NAME = "mintmark.v1.TemplateService";

  // Static method descriptors that strictly reflect the proto.
  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.CreateTemplateRequest,
      dev.mintmark.v1.CreateTemplateResponse> getCreateTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CreateTemplate",
      requestType = dev.mintmark.v1.CreateTemplateRequest.class,
      responseType = dev.mintmark.v1.CreateTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.CreateTemplateRequest,
      dev.mintmark.v1.CreateTemplateResponse> getCreateTemplateMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.CreateTemplateRequest, dev.mintmark.v1.CreateTemplateResponse> getCreateTemplateMethod;
    if ((getCreateTemplateMethod = TemplateServiceGrpc.getCreateTemplateMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getCreateTemplateMethod = TemplateServiceGrpc.getCreateTemplateMethod) == null) {
          TemplateServiceGrpc.getCreateTemplateMethod = getCreateTemplateMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.CreateTemplateRequest, dev.mintmark.v1.CreateTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CreateTemplate"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CreateTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("CreateTemplate"))
              .build();
        }
      }
    }
    return getCreateTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetTemplateRequest,
      dev.mintmark.v1.GetTemplateResponse> getGetTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetTemplate",
      requestType = dev.mintmark.v1.GetTemplateRequest.class,
      responseType = dev.mintmark.v1.GetTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetTemplateRequest,
      dev.mintmark.v1.GetTemplateResponse> getGetTemplateMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetTemplateRequest, dev.mintmark.v1.GetTemplateResponse> getGetTemplateMethod;
    if ((getGetTemplateMethod = TemplateServiceGrpc.getGetTemplateMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getGetTemplateMethod = TemplateServiceGrpc.getGetTemplateMethod) == null) {
          TemplateServiceGrpc.getGetTemplateMethod = getGetTemplateMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetTemplateRequest, dev.mintmark.v1.GetTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetTemplate"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("GetTemplate"))
              .build();
        }
      }
    }
    return getGetTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ListTemplatesRequest,
      dev.mintmark.v1.ListTemplatesResponse> getListTemplatesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListTemplates",
      requestType = dev.mintmark.v1.ListTemplatesRequest.class,
      responseType = dev.mintmark.v1.ListTemplatesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ListTemplatesRequest,
      dev.mintmark.v1.ListTemplatesResponse> getListTemplatesMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ListTemplatesRequest, dev.mintmark.v1.ListTemplatesResponse> getListTemplatesMethod;
    if ((getListTemplatesMethod = TemplateServiceGrpc.getListTemplatesMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getListTemplatesMethod = TemplateServiceGrpc.getListTemplatesMethod) == null) {
          TemplateServiceGrpc.getListTemplatesMethod = getListTemplatesMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ListTemplatesRequest, dev.mintmark.v1.ListTemplatesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListTemplates"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListTemplatesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListTemplatesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("ListTemplates"))
              .build();
        }
      }
    }
    return getListTemplatesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateTemplateRequest,
      dev.mintmark.v1.UpdateTemplateResponse> getUpdateTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "UpdateTemplate",
      requestType = dev.mintmark.v1.UpdateTemplateRequest.class,
      responseType = dev.mintmark.v1.UpdateTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateTemplateRequest,
      dev.mintmark.v1.UpdateTemplateResponse> getUpdateTemplateMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.UpdateTemplateRequest, dev.mintmark.v1.UpdateTemplateResponse> getUpdateTemplateMethod;
    if ((getUpdateTemplateMethod = TemplateServiceGrpc.getUpdateTemplateMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getUpdateTemplateMethod = TemplateServiceGrpc.getUpdateTemplateMethod) == null) {
          TemplateServiceGrpc.getUpdateTemplateMethod = getUpdateTemplateMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.UpdateTemplateRequest, dev.mintmark.v1.UpdateTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "UpdateTemplate"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.UpdateTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("UpdateTemplate"))
              .build();
        }
      }
    }
    return getUpdateTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteTemplateRequest,
      dev.mintmark.v1.DeleteTemplateResponse> getDeleteTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "DeleteTemplate",
      requestType = dev.mintmark.v1.DeleteTemplateRequest.class,
      responseType = dev.mintmark.v1.DeleteTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteTemplateRequest,
      dev.mintmark.v1.DeleteTemplateResponse> getDeleteTemplateMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.DeleteTemplateRequest, dev.mintmark.v1.DeleteTemplateResponse> getDeleteTemplateMethod;
    if ((getDeleteTemplateMethod = TemplateServiceGrpc.getDeleteTemplateMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getDeleteTemplateMethod = TemplateServiceGrpc.getDeleteTemplateMethod) == null) {
          TemplateServiceGrpc.getDeleteTemplateMethod = getDeleteTemplateMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.DeleteTemplateRequest, dev.mintmark.v1.DeleteTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "DeleteTemplate"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeleteTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.DeleteTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("DeleteTemplate"))
              .build();
        }
      }
    }
    return getDeleteTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ValidateTemplateRequest,
      dev.mintmark.v1.ValidateTemplateResponse> getValidateTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ValidateTemplate",
      requestType = dev.mintmark.v1.ValidateTemplateRequest.class,
      responseType = dev.mintmark.v1.ValidateTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ValidateTemplateRequest,
      dev.mintmark.v1.ValidateTemplateResponse> getValidateTemplateMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ValidateTemplateRequest, dev.mintmark.v1.ValidateTemplateResponse> getValidateTemplateMethod;
    if ((getValidateTemplateMethod = TemplateServiceGrpc.getValidateTemplateMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getValidateTemplateMethod = TemplateServiceGrpc.getValidateTemplateMethod) == null) {
          TemplateServiceGrpc.getValidateTemplateMethod = getValidateTemplateMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ValidateTemplateRequest, dev.mintmark.v1.ValidateTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ValidateTemplate"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ValidateTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ValidateTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("ValidateTemplate"))
              .build();
        }
      }
    }
    return getValidateTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ListTemplateRevisionsRequest,
      dev.mintmark.v1.ListTemplateRevisionsResponse> getListTemplateRevisionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListTemplateRevisions",
      requestType = dev.mintmark.v1.ListTemplateRevisionsRequest.class,
      responseType = dev.mintmark.v1.ListTemplateRevisionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ListTemplateRevisionsRequest,
      dev.mintmark.v1.ListTemplateRevisionsResponse> getListTemplateRevisionsMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ListTemplateRevisionsRequest, dev.mintmark.v1.ListTemplateRevisionsResponse> getListTemplateRevisionsMethod;
    if ((getListTemplateRevisionsMethod = TemplateServiceGrpc.getListTemplateRevisionsMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getListTemplateRevisionsMethod = TemplateServiceGrpc.getListTemplateRevisionsMethod) == null) {
          TemplateServiceGrpc.getListTemplateRevisionsMethod = getListTemplateRevisionsMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ListTemplateRevisionsRequest, dev.mintmark.v1.ListTemplateRevisionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListTemplateRevisions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListTemplateRevisionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListTemplateRevisionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("ListTemplateRevisions"))
              .build();
        }
      }
    }
    return getListTemplateRevisionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetTemplateRevisionRequest,
      dev.mintmark.v1.GetTemplateRevisionResponse> getGetTemplateRevisionMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetTemplateRevision",
      requestType = dev.mintmark.v1.GetTemplateRevisionRequest.class,
      responseType = dev.mintmark.v1.GetTemplateRevisionResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetTemplateRevisionRequest,
      dev.mintmark.v1.GetTemplateRevisionResponse> getGetTemplateRevisionMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetTemplateRevisionRequest, dev.mintmark.v1.GetTemplateRevisionResponse> getGetTemplateRevisionMethod;
    if ((getGetTemplateRevisionMethod = TemplateServiceGrpc.getGetTemplateRevisionMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getGetTemplateRevisionMethod = TemplateServiceGrpc.getGetTemplateRevisionMethod) == null) {
          TemplateServiceGrpc.getGetTemplateRevisionMethod = getGetTemplateRevisionMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetTemplateRevisionRequest, dev.mintmark.v1.GetTemplateRevisionResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetTemplateRevision"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetTemplateRevisionRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetTemplateRevisionResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("GetTemplateRevision"))
              .build();
        }
      }
    }
    return getGetTemplateRevisionMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.RollbackTemplateRequest,
      dev.mintmark.v1.RollbackTemplateResponse> getRollbackTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "RollbackTemplate",
      requestType = dev.mintmark.v1.RollbackTemplateRequest.class,
      responseType = dev.mintmark.v1.RollbackTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.RollbackTemplateRequest,
      dev.mintmark.v1.RollbackTemplateResponse> getRollbackTemplateMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.RollbackTemplateRequest, dev.mintmark.v1.RollbackTemplateResponse> getRollbackTemplateMethod;
    if ((getRollbackTemplateMethod = TemplateServiceGrpc.getRollbackTemplateMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getRollbackTemplateMethod = TemplateServiceGrpc.getRollbackTemplateMethod) == null) {
          TemplateServiceGrpc.getRollbackTemplateMethod = getRollbackTemplateMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.RollbackTemplateRequest, dev.mintmark.v1.RollbackTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "RollbackTemplate"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RollbackTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.RollbackTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("RollbackTemplate"))
              .build();
        }
      }
    }
    return getRollbackTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.CompareTemplateRevisionsRequest,
      dev.mintmark.v1.CompareTemplateRevisionsResponse> getCompareTemplateRevisionsMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "CompareTemplateRevisions",
      requestType = dev.mintmark.v1.CompareTemplateRevisionsRequest.class,
      responseType = dev.mintmark.v1.CompareTemplateRevisionsResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.CompareTemplateRevisionsRequest,
      dev.mintmark.v1.CompareTemplateRevisionsResponse> getCompareTemplateRevisionsMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.CompareTemplateRevisionsRequest, dev.mintmark.v1.CompareTemplateRevisionsResponse> getCompareTemplateRevisionsMethod;
    if ((getCompareTemplateRevisionsMethod = TemplateServiceGrpc.getCompareTemplateRevisionsMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getCompareTemplateRevisionsMethod = TemplateServiceGrpc.getCompareTemplateRevisionsMethod) == null) {
          TemplateServiceGrpc.getCompareTemplateRevisionsMethod = getCompareTemplateRevisionsMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.CompareTemplateRevisionsRequest, dev.mintmark.v1.CompareTemplateRevisionsResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "CompareTemplateRevisions"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CompareTemplateRevisionsRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.CompareTemplateRevisionsResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("CompareTemplateRevisions"))
              .build();
        }
      }
    }
    return getCompareTemplateRevisionsMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.ListStarterTemplatesRequest,
      dev.mintmark.v1.ListStarterTemplatesResponse> getListStarterTemplatesMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "ListStarterTemplates",
      requestType = dev.mintmark.v1.ListStarterTemplatesRequest.class,
      responseType = dev.mintmark.v1.ListStarterTemplatesResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.ListStarterTemplatesRequest,
      dev.mintmark.v1.ListStarterTemplatesResponse> getListStarterTemplatesMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.ListStarterTemplatesRequest, dev.mintmark.v1.ListStarterTemplatesResponse> getListStarterTemplatesMethod;
    if ((getListStarterTemplatesMethod = TemplateServiceGrpc.getListStarterTemplatesMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getListStarterTemplatesMethod = TemplateServiceGrpc.getListStarterTemplatesMethod) == null) {
          TemplateServiceGrpc.getListStarterTemplatesMethod = getListStarterTemplatesMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.ListStarterTemplatesRequest, dev.mintmark.v1.ListStarterTemplatesResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "ListStarterTemplates"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListStarterTemplatesRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.ListStarterTemplatesResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("ListStarterTemplates"))
              .build();
        }
      }
    }
    return getListStarterTemplatesMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.GetStarterTemplateRequest,
      dev.mintmark.v1.GetStarterTemplateResponse> getGetStarterTemplateMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "GetStarterTemplate",
      requestType = dev.mintmark.v1.GetStarterTemplateRequest.class,
      responseType = dev.mintmark.v1.GetStarterTemplateResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.UNARY)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.GetStarterTemplateRequest,
      dev.mintmark.v1.GetStarterTemplateResponse> getGetStarterTemplateMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.GetStarterTemplateRequest, dev.mintmark.v1.GetStarterTemplateResponse> getGetStarterTemplateMethod;
    if ((getGetStarterTemplateMethod = TemplateServiceGrpc.getGetStarterTemplateMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getGetStarterTemplateMethod = TemplateServiceGrpc.getGetStarterTemplateMethod) == null) {
          TemplateServiceGrpc.getGetStarterTemplateMethod = getGetStarterTemplateMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.GetStarterTemplateRequest, dev.mintmark.v1.GetStarterTemplateResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.UNARY)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "GetStarterTemplate"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetStarterTemplateRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.GetStarterTemplateResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("GetStarterTemplate"))
              .build();
        }
      }
    }
    return getGetStarterTemplateMethod;
  }

  private static volatile io.grpc.MethodDescriptor<dev.mintmark.v1.PlanTemplateChangeRequest,
      dev.mintmark.v1.PlanTemplateChangeResponse> getPlanTemplateChangeMethod;

  @io.grpc.stub.annotations.RpcMethod(
      fullMethodName = SERVICE_NAME + '/' + "PlanTemplateChange",
      requestType = dev.mintmark.v1.PlanTemplateChangeRequest.class,
      responseType = dev.mintmark.v1.PlanTemplateChangeResponse.class,
      methodType = io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
  public static io.grpc.MethodDescriptor<dev.mintmark.v1.PlanTemplateChangeRequest,
      dev.mintmark.v1.PlanTemplateChangeResponse> getPlanTemplateChangeMethod() {
    io.grpc.MethodDescriptor<dev.mintmark.v1.PlanTemplateChangeRequest, dev.mintmark.v1.PlanTemplateChangeResponse> getPlanTemplateChangeMethod;
    if ((getPlanTemplateChangeMethod = TemplateServiceGrpc.getPlanTemplateChangeMethod) == null) {
      synchronized (TemplateServiceGrpc.class) {
        if ((getPlanTemplateChangeMethod = TemplateServiceGrpc.getPlanTemplateChangeMethod) == null) {
          TemplateServiceGrpc.getPlanTemplateChangeMethod = getPlanTemplateChangeMethod =
              io.grpc.MethodDescriptor.<dev.mintmark.v1.PlanTemplateChangeRequest, dev.mintmark.v1.PlanTemplateChangeResponse>newBuilder()
              .setType(io.grpc.MethodDescriptor.MethodType.SERVER_STREAMING)
              .setFullMethodName(generateFullMethodName(SERVICE_NAME, "PlanTemplateChange"))
              .setSampledToLocalTracing(true)
              .setRequestMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.PlanTemplateChangeRequest.getDefaultInstance()))
              .setResponseMarshaller(io.grpc.protobuf.ProtoUtils.marshaller(
                  dev.mintmark.v1.PlanTemplateChangeResponse.getDefaultInstance()))
              .setSchemaDescriptor(new TemplateServiceMethodDescriptorSupplier("PlanTemplateChange"))
              .build();
        }
      }
    }
    return getPlanTemplateChangeMethod;
  }

  /**
   * Creates a new async stub that supports all call types for the service
   */
  public static TemplateServiceStub newStub(io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TemplateServiceStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TemplateServiceStub>() {
        @java.lang.Override
        public TemplateServiceStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TemplateServiceStub(channel, callOptions);
        }
      };
    return TemplateServiceStub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports all types of calls on the service
   */
  public static TemplateServiceBlockingV2Stub newBlockingV2Stub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TemplateServiceBlockingV2Stub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TemplateServiceBlockingV2Stub>() {
        @java.lang.Override
        public TemplateServiceBlockingV2Stub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TemplateServiceBlockingV2Stub(channel, callOptions);
        }
      };
    return TemplateServiceBlockingV2Stub.newStub(factory, channel);
  }

  /**
   * Creates a new blocking-style stub that supports unary and streaming output calls on the service
   */
  public static TemplateServiceBlockingStub newBlockingStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TemplateServiceBlockingStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TemplateServiceBlockingStub>() {
        @java.lang.Override
        public TemplateServiceBlockingStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TemplateServiceBlockingStub(channel, callOptions);
        }
      };
    return TemplateServiceBlockingStub.newStub(factory, channel);
  }

  /**
   * Creates a new ListenableFuture-style stub that supports unary calls on the service
   */
  public static TemplateServiceFutureStub newFutureStub(
      io.grpc.Channel channel) {
    io.grpc.stub.AbstractStub.StubFactory<TemplateServiceFutureStub> factory =
      new io.grpc.stub.AbstractStub.StubFactory<TemplateServiceFutureStub>() {
        @java.lang.Override
        public TemplateServiceFutureStub newStub(io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
          return new TemplateServiceFutureStub(channel, callOptions);
        }
      };
    return TemplateServiceFutureStub.newStub(factory, channel);
  }

  /**
   * <pre>
   * Manages templates.
   * </pre>
   */
  public interface AsyncService {

    /**
     * <pre>
     * Create a template.
     * Caller: owner, template-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void createTemplate(dev.mintmark.v1.CreateTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCreateTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get a template: its source as written and its canonical claims.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getTemplate(dev.mintmark.v1.GetTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * List a project's templates, in code-point order of their ids.
     * Caller: owner, template-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    default void listTemplates(dev.mintmark.v1.ListTemplatesRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListTemplatesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListTemplatesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Update a template. The whole is checked again; a refused update changes nothing.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    default void updateTemplate(dev.mintmark.v1.UpdateTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getUpdateTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Delete a template. Refused while others refer to it.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    default void deleteTemplate(dev.mintmark.v1.DeleteTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getDeleteTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Check a draft, or a stored template anew: all problems at once, nothing stored.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND, FIELD_REQUIRED.
     * Retry: safe.
     * Limits: message size 4 MiB.
     * </pre>
     */
    default void validateTemplate(dev.mintmark.v1.ValidateTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ValidateTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getValidateTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * List a template's revisions, oldest first.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND, INVALID_PAGE_TOKEN.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    default void listTemplateRevisions(dev.mintmark.v1.ListTemplateRevisionsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListTemplateRevisionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListTemplateRevisionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get one revision in full.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getTemplateRevision(dev.mintmark.v1.GetTemplateRevisionRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetTemplateRevisionResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetTemplateRevisionMethod(), responseObserver);
    }

    /**
     * <pre>
     * Write an earlier revision's content as the newest revision. It is checked like any update.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH and those of UpdateTemplate.
     * Retry: safe with request_id or etag.
     * Limits: none.
     * </pre>
     */
    default void rollbackTemplate(dev.mintmark.v1.RollbackTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RollbackTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getRollbackTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Compare two revisions of a template: claim by claim, and what stands beside the claims. Nothing is evaluated.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void compareTemplateRevisions(dev.mintmark.v1.CompareTemplateRevisionsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CompareTemplateRevisionsResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getCompareTemplateRevisionsMethod(), responseObserver);
    }

    /**
     * <pre>
     * List the starter templates: ready-made ones for known readers of tokens, the same in every project.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none; there are few.
     * </pre>
     */
    default void listStarterTemplates(dev.mintmark.v1.ListStarterTemplatesRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListStarterTemplatesResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getListStarterTemplatesMethod(), responseObserver);
    }

    /**
     * <pre>
     * Get a starter template.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    default void getStarterTemplate(dev.mintmark.v1.GetStarterTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetStarterTemplateResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getGetStarterTemplateMethod(), responseObserver);
    }

    /**
     * <pre>
     * Evaluate a draft beside the stored template for real subjects, and stream what would change. Signs and stores nothing.
     * Session tokens for users, access-key tokens for keys; without a flow, for the tenant that the template selects by itself.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, WRONG_KIND, INVALID_FILTER and those of UpdateTemplate.
     * Retry: safe.
     * Limits: `max_subjects`; the stream may be cancelled at any time. A few streams at once; more are RATE_LIMITED. Where many subjects
     * change, most of the time goes into messages: ask for several changes in each (`changes_per_message`).
     * </pre>
     */
    default void planTemplateChange(dev.mintmark.v1.PlanTemplateChangeRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.PlanTemplateChangeResponse> responseObserver) {
      io.grpc.stub.ServerCalls.asyncUnimplementedUnaryCall(getPlanTemplateChangeMethod(), responseObserver);
    }
  }

  /**
   * Base class for the server implementation of the service TemplateService.
   * <pre>
   * Manages templates.
   * </pre>
   */
  public static abstract class TemplateServiceImplBase
      implements io.grpc.BindableService, AsyncService {

    @java.lang.Override public final io.grpc.ServerServiceDefinition bindService() {
      return TemplateServiceGrpc.bindService(this);
    }
  }

  /**
   * A stub to allow clients to do asynchronous rpc calls to service TemplateService.
   * <pre>
   * Manages templates.
   * </pre>
   */
  public static final class TemplateServiceStub
      extends io.grpc.stub.AbstractAsyncStub<TemplateServiceStub> {
    private TemplateServiceStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TemplateServiceStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TemplateServiceStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a template.
     * Caller: owner, template-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void createTemplate(dev.mintmark.v1.CreateTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCreateTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get a template: its source as written and its canonical claims.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getTemplate(dev.mintmark.v1.GetTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * List a project's templates, in code-point order of their ids.
     * Caller: owner, template-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public void listTemplates(dev.mintmark.v1.ListTemplatesRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListTemplatesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListTemplatesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Update a template. The whole is checked again; a refused update changes nothing.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public void updateTemplate(dev.mintmark.v1.UpdateTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getUpdateTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Delete a template. Refused while others refer to it.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public void deleteTemplate(dev.mintmark.v1.DeleteTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getDeleteTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Check a draft, or a stored template anew: all problems at once, nothing stored.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND, FIELD_REQUIRED.
     * Retry: safe.
     * Limits: message size 4 MiB.
     * </pre>
     */
    public void validateTemplate(dev.mintmark.v1.ValidateTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ValidateTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getValidateTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * List a template's revisions, oldest first.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND, INVALID_PAGE_TOKEN.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public void listTemplateRevisions(dev.mintmark.v1.ListTemplateRevisionsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListTemplateRevisionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListTemplateRevisionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get one revision in full.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getTemplateRevision(dev.mintmark.v1.GetTemplateRevisionRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetTemplateRevisionResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetTemplateRevisionMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Write an earlier revision's content as the newest revision. It is checked like any update.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH and those of UpdateTemplate.
     * Retry: safe with request_id or etag.
     * Limits: none.
     * </pre>
     */
    public void rollbackTemplate(dev.mintmark.v1.RollbackTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.RollbackTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getRollbackTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Compare two revisions of a template: claim by claim, and what stands beside the claims. Nothing is evaluated.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void compareTemplateRevisions(dev.mintmark.v1.CompareTemplateRevisionsRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.CompareTemplateRevisionsResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getCompareTemplateRevisionsMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * List the starter templates: ready-made ones for known readers of tokens, the same in every project.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none; there are few.
     * </pre>
     */
    public void listStarterTemplates(dev.mintmark.v1.ListStarterTemplatesRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.ListStarterTemplatesResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getListStarterTemplatesMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Get a starter template.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public void getStarterTemplate(dev.mintmark.v1.GetStarterTemplateRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.GetStarterTemplateResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncUnaryCall(
          getChannel().newCall(getGetStarterTemplateMethod(), getCallOptions()), request, responseObserver);
    }

    /**
     * <pre>
     * Evaluate a draft beside the stored template for real subjects, and stream what would change. Signs and stores nothing.
     * Session tokens for users, access-key tokens for keys; without a flow, for the tenant that the template selects by itself.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, WRONG_KIND, INVALID_FILTER and those of UpdateTemplate.
     * Retry: safe.
     * Limits: `max_subjects`; the stream may be cancelled at any time. A few streams at once; more are RATE_LIMITED. Where many subjects
     * change, most of the time goes into messages: ask for several changes in each (`changes_per_message`).
     * </pre>
     */
    public void planTemplateChange(dev.mintmark.v1.PlanTemplateChangeRequest request,
        io.grpc.stub.StreamObserver<dev.mintmark.v1.PlanTemplateChangeResponse> responseObserver) {
      io.grpc.stub.ClientCalls.asyncServerStreamingCall(
          getChannel().newCall(getPlanTemplateChangeMethod(), getCallOptions()), request, responseObserver);
    }
  }

  /**
   * A stub to allow clients to do synchronous rpc calls to service TemplateService.
   * <pre>
   * Manages templates.
   * </pre>
   */
  public static final class TemplateServiceBlockingV2Stub
      extends io.grpc.stub.AbstractBlockingStub<TemplateServiceBlockingV2Stub> {
    private TemplateServiceBlockingV2Stub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TemplateServiceBlockingV2Stub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TemplateServiceBlockingV2Stub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a template.
     * Caller: owner, template-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateTemplateResponse createTemplate(dev.mintmark.v1.CreateTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCreateTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a template: its source as written and its canonical claims.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetTemplateResponse getTemplate(dev.mintmark.v1.GetTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a project's templates, in code-point order of their ids.
     * Caller: owner, template-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListTemplatesResponse listTemplates(dev.mintmark.v1.ListTemplatesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListTemplatesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update a template. The whole is checked again; a refused update changes nothing.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateTemplateResponse updateTemplate(dev.mintmark.v1.UpdateTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getUpdateTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Delete a template. Refused while others refer to it.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeleteTemplateResponse deleteTemplate(dev.mintmark.v1.DeleteTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getDeleteTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Check a draft, or a stored template anew: all problems at once, nothing stored.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND, FIELD_REQUIRED.
     * Retry: safe.
     * Limits: message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.ValidateTemplateResponse validateTemplate(dev.mintmark.v1.ValidateTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getValidateTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a template's revisions, oldest first.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND, INVALID_PAGE_TOKEN.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListTemplateRevisionsResponse listTemplateRevisions(dev.mintmark.v1.ListTemplateRevisionsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListTemplateRevisionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get one revision in full.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetTemplateRevisionResponse getTemplateRevision(dev.mintmark.v1.GetTemplateRevisionRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetTemplateRevisionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Write an earlier revision's content as the newest revision. It is checked like any update.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH and those of UpdateTemplate.
     * Retry: safe with request_id or etag.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RollbackTemplateResponse rollbackTemplate(dev.mintmark.v1.RollbackTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getRollbackTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Compare two revisions of a template: claim by claim, and what stands beside the claims. Nothing is evaluated.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.CompareTemplateRevisionsResponse compareTemplateRevisions(dev.mintmark.v1.CompareTemplateRevisionsRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getCompareTemplateRevisionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List the starter templates: ready-made ones for known readers of tokens, the same in every project.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none; there are few.
     * </pre>
     */
    public dev.mintmark.v1.ListStarterTemplatesResponse listStarterTemplates(dev.mintmark.v1.ListStarterTemplatesRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getListStarterTemplatesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a starter template.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetStarterTemplateResponse getStarterTemplate(dev.mintmark.v1.GetStarterTemplateRequest request) throws io.grpc.StatusException {
      return io.grpc.stub.ClientCalls.blockingV2UnaryCall(
          getChannel(), getGetStarterTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Evaluate a draft beside the stored template for real subjects, and stream what would change. Signs and stores nothing.
     * Session tokens for users, access-key tokens for keys; without a flow, for the tenant that the template selects by itself.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, WRONG_KIND, INVALID_FILTER and those of UpdateTemplate.
     * Retry: safe.
     * Limits: `max_subjects`; the stream may be cancelled at any time. A few streams at once; more are RATE_LIMITED. Where many subjects
     * change, most of the time goes into messages: ask for several changes in each (`changes_per_message`).
     * </pre>
     */
    @io.grpc.ExperimentalApi("https://github.com/grpc/grpc-java/issues/10918")
    public io.grpc.stub.BlockingClientCall<?, dev.mintmark.v1.PlanTemplateChangeResponse>
        planTemplateChange(dev.mintmark.v1.PlanTemplateChangeRequest request) {
      return io.grpc.stub.ClientCalls.blockingV2ServerStreamingCall(
          getChannel(), getPlanTemplateChangeMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do limited synchronous rpc calls to service TemplateService.
   * <pre>
   * Manages templates.
   * </pre>
   */
  public static final class TemplateServiceBlockingStub
      extends io.grpc.stub.AbstractBlockingStub<TemplateServiceBlockingStub> {
    private TemplateServiceBlockingStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TemplateServiceBlockingStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TemplateServiceBlockingStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a template.
     * Caller: owner, template-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.CreateTemplateResponse createTemplate(dev.mintmark.v1.CreateTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCreateTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a template: its source as written and its canonical claims.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetTemplateResponse getTemplate(dev.mintmark.v1.GetTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a project's templates, in code-point order of their ids.
     * Caller: owner, template-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListTemplatesResponse listTemplates(dev.mintmark.v1.ListTemplatesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListTemplatesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Update a template. The whole is checked again; a refused update changes nothing.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.UpdateTemplateResponse updateTemplate(dev.mintmark.v1.UpdateTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getUpdateTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Delete a template. Refused while others refer to it.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.DeleteTemplateResponse deleteTemplate(dev.mintmark.v1.DeleteTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getDeleteTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Check a draft, or a stored template anew: all problems at once, nothing stored.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND, FIELD_REQUIRED.
     * Retry: safe.
     * Limits: message size 4 MiB.
     * </pre>
     */
    public dev.mintmark.v1.ValidateTemplateResponse validateTemplate(dev.mintmark.v1.ValidateTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getValidateTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List a template's revisions, oldest first.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND, INVALID_PAGE_TOKEN.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public dev.mintmark.v1.ListTemplateRevisionsResponse listTemplateRevisions(dev.mintmark.v1.ListTemplateRevisionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListTemplateRevisionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get one revision in full.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetTemplateRevisionResponse getTemplateRevision(dev.mintmark.v1.GetTemplateRevisionRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetTemplateRevisionMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Write an earlier revision's content as the newest revision. It is checked like any update.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH and those of UpdateTemplate.
     * Retry: safe with request_id or etag.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.RollbackTemplateResponse rollbackTemplate(dev.mintmark.v1.RollbackTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getRollbackTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Compare two revisions of a template: claim by claim, and what stands beside the claims. Nothing is evaluated.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.CompareTemplateRevisionsResponse compareTemplateRevisions(dev.mintmark.v1.CompareTemplateRevisionsRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getCompareTemplateRevisionsMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * List the starter templates: ready-made ones for known readers of tokens, the same in every project.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none; there are few.
     * </pre>
     */
    public dev.mintmark.v1.ListStarterTemplatesResponse listStarterTemplates(dev.mintmark.v1.ListStarterTemplatesRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getListStarterTemplatesMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Get a starter template.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public dev.mintmark.v1.GetStarterTemplateResponse getStarterTemplate(dev.mintmark.v1.GetStarterTemplateRequest request) {
      return io.grpc.stub.ClientCalls.blockingUnaryCall(
          getChannel(), getGetStarterTemplateMethod(), getCallOptions(), request);
    }

    /**
     * <pre>
     * Evaluate a draft beside the stored template for real subjects, and stream what would change. Signs and stores nothing.
     * Session tokens for users, access-key tokens for keys; without a flow, for the tenant that the template selects by itself.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, WRONG_KIND, INVALID_FILTER and those of UpdateTemplate.
     * Retry: safe.
     * Limits: `max_subjects`; the stream may be cancelled at any time. A few streams at once; more are RATE_LIMITED. Where many subjects
     * change, most of the time goes into messages: ask for several changes in each (`changes_per_message`).
     * </pre>
     */
    public java.util.Iterator<dev.mintmark.v1.PlanTemplateChangeResponse> planTemplateChange(
        dev.mintmark.v1.PlanTemplateChangeRequest request) {
      return io.grpc.stub.ClientCalls.blockingServerStreamingCall(
          getChannel(), getPlanTemplateChangeMethod(), getCallOptions(), request);
    }
  }

  /**
   * A stub to allow clients to do ListenableFuture-style rpc calls to service TemplateService.
   * <pre>
   * Manages templates.
   * </pre>
   */
  public static final class TemplateServiceFutureStub
      extends io.grpc.stub.AbstractFutureStub<TemplateServiceFutureStub> {
    private TemplateServiceFutureStub(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      super(channel, callOptions);
    }

    @java.lang.Override
    protected TemplateServiceFutureStub build(
        io.grpc.Channel channel, io.grpc.CallOptions callOptions) {
      return new TemplateServiceFutureStub(channel, callOptions);
    }

    /**
     * <pre>
     * Create a template.
     * Caller: owner, template-editor.
     * Errors: ALREADY_EXISTS, INVALID_ID, FIELD_REQUIRED, INVALID_FIELD, REFERENCE_NOT_FOUND, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as CLAIMS_REFUSED.
     * Retry: safe with request_id.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.CreateTemplateResponse> createTemplate(
        dev.mintmark.v1.CreateTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCreateTemplateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get a template: its source as written and its canonical claims.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetTemplateResponse> getTemplate(
        dev.mintmark.v1.GetTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetTemplateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * List a project's templates, in code-point order of their ids.
     * Caller: owner, template-editor, auditor.
     * Errors: INVALID_PAGE_TOKEN, INVALID_FILTER.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ListTemplatesResponse> listTemplates(
        dev.mintmark.v1.ListTemplatesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListTemplatesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Update a template. The whole is checked again; a refused update changes nothing.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, INVALID_FIELD_MASK, IMMUTABLE_FIELD, RESERVED_CLAIM, UNKNOWN_REFERENCE, INVALID_EXPRESSION and the other claim reasons alone or together as CLAIMS_REFUSED.
     * Retry: safe with request_id or etag.
     * Limits: those of the project; message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.UpdateTemplateResponse> updateTemplate(
        dev.mintmark.v1.UpdateTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getUpdateTemplateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Delete a template. Refused while others refer to it.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH, RESOURCE_IN_USE.
     * Retry: safe with request_id or allow_missing.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.DeleteTemplateResponse> deleteTemplate(
        dev.mintmark.v1.DeleteTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getDeleteTemplateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Check a draft, or a stored template anew: all problems at once, nothing stored.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND, FIELD_REQUIRED.
     * Retry: safe.
     * Limits: message size 4 MiB.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ValidateTemplateResponse> validateTemplate(
        dev.mintmark.v1.ValidateTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getValidateTemplateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * List a template's revisions, oldest first.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND, INVALID_PAGE_TOKEN.
     * Retry: safe.
     * Limits: 1,000 a page.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ListTemplateRevisionsResponse> listTemplateRevisions(
        dev.mintmark.v1.ListTemplateRevisionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListTemplateRevisionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get one revision in full.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetTemplateRevisionResponse> getTemplateRevision(
        dev.mintmark.v1.GetTemplateRevisionRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetTemplateRevisionMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Write an earlier revision's content as the newest revision. It is checked like any update.
     * Caller: owner, template-editor.
     * Errors: NOT_FOUND, ETAG_MISMATCH and those of UpdateTemplate.
     * Retry: safe with request_id or etag.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.RollbackTemplateResponse> rollbackTemplate(
        dev.mintmark.v1.RollbackTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getRollbackTemplateMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Compare two revisions of a template: claim by claim, and what stands beside the claims. Nothing is evaluated.
     * Caller: owner, template-editor, auditor.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.CompareTemplateRevisionsResponse> compareTemplateRevisions(
        dev.mintmark.v1.CompareTemplateRevisionsRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getCompareTemplateRevisionsMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * List the starter templates: ready-made ones for known readers of tokens, the same in every project.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none; there are few.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.ListStarterTemplatesResponse> listStarterTemplates(
        dev.mintmark.v1.ListStarterTemplatesRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getListStarterTemplatesMethod(), getCallOptions()), request);
    }

    /**
     * <pre>
     * Get a starter template.
     * Caller: any role in the project.
     * Errors: NOT_FOUND.
     * Retry: safe.
     * Limits: none.
     * </pre>
     */
    public com.google.common.util.concurrent.ListenableFuture<dev.mintmark.v1.GetStarterTemplateResponse> getStarterTemplate(
        dev.mintmark.v1.GetStarterTemplateRequest request) {
      return io.grpc.stub.ClientCalls.futureUnaryCall(
          getChannel().newCall(getGetStarterTemplateMethod(), getCallOptions()), request);
    }
  }

  private static final int METHODID_CREATE_TEMPLATE = 0;
  private static final int METHODID_GET_TEMPLATE = 1;
  private static final int METHODID_LIST_TEMPLATES = 2;
  private static final int METHODID_UPDATE_TEMPLATE = 3;
  private static final int METHODID_DELETE_TEMPLATE = 4;
  private static final int METHODID_VALIDATE_TEMPLATE = 5;
  private static final int METHODID_LIST_TEMPLATE_REVISIONS = 6;
  private static final int METHODID_GET_TEMPLATE_REVISION = 7;
  private static final int METHODID_ROLLBACK_TEMPLATE = 8;
  private static final int METHODID_COMPARE_TEMPLATE_REVISIONS = 9;
  private static final int METHODID_LIST_STARTER_TEMPLATES = 10;
  private static final int METHODID_GET_STARTER_TEMPLATE = 11;
  private static final int METHODID_PLAN_TEMPLATE_CHANGE = 12;

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
        case METHODID_CREATE_TEMPLATE:
          serviceImpl.createTemplate((dev.mintmark.v1.CreateTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.CreateTemplateResponse>) responseObserver);
          break;
        case METHODID_GET_TEMPLATE:
          serviceImpl.getTemplate((dev.mintmark.v1.GetTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetTemplateResponse>) responseObserver);
          break;
        case METHODID_LIST_TEMPLATES:
          serviceImpl.listTemplates((dev.mintmark.v1.ListTemplatesRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ListTemplatesResponse>) responseObserver);
          break;
        case METHODID_UPDATE_TEMPLATE:
          serviceImpl.updateTemplate((dev.mintmark.v1.UpdateTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.UpdateTemplateResponse>) responseObserver);
          break;
        case METHODID_DELETE_TEMPLATE:
          serviceImpl.deleteTemplate((dev.mintmark.v1.DeleteTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.DeleteTemplateResponse>) responseObserver);
          break;
        case METHODID_VALIDATE_TEMPLATE:
          serviceImpl.validateTemplate((dev.mintmark.v1.ValidateTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ValidateTemplateResponse>) responseObserver);
          break;
        case METHODID_LIST_TEMPLATE_REVISIONS:
          serviceImpl.listTemplateRevisions((dev.mintmark.v1.ListTemplateRevisionsRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ListTemplateRevisionsResponse>) responseObserver);
          break;
        case METHODID_GET_TEMPLATE_REVISION:
          serviceImpl.getTemplateRevision((dev.mintmark.v1.GetTemplateRevisionRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetTemplateRevisionResponse>) responseObserver);
          break;
        case METHODID_ROLLBACK_TEMPLATE:
          serviceImpl.rollbackTemplate((dev.mintmark.v1.RollbackTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.RollbackTemplateResponse>) responseObserver);
          break;
        case METHODID_COMPARE_TEMPLATE_REVISIONS:
          serviceImpl.compareTemplateRevisions((dev.mintmark.v1.CompareTemplateRevisionsRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.CompareTemplateRevisionsResponse>) responseObserver);
          break;
        case METHODID_LIST_STARTER_TEMPLATES:
          serviceImpl.listStarterTemplates((dev.mintmark.v1.ListStarterTemplatesRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.ListStarterTemplatesResponse>) responseObserver);
          break;
        case METHODID_GET_STARTER_TEMPLATE:
          serviceImpl.getStarterTemplate((dev.mintmark.v1.GetStarterTemplateRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.GetStarterTemplateResponse>) responseObserver);
          break;
        case METHODID_PLAN_TEMPLATE_CHANGE:
          serviceImpl.planTemplateChange((dev.mintmark.v1.PlanTemplateChangeRequest) request,
              (io.grpc.stub.StreamObserver<dev.mintmark.v1.PlanTemplateChangeResponse>) responseObserver);
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
          getCreateTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.CreateTemplateRequest,
              dev.mintmark.v1.CreateTemplateResponse>(
                service, METHODID_CREATE_TEMPLATE)))
        .addMethod(
          getGetTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetTemplateRequest,
              dev.mintmark.v1.GetTemplateResponse>(
                service, METHODID_GET_TEMPLATE)))
        .addMethod(
          getListTemplatesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ListTemplatesRequest,
              dev.mintmark.v1.ListTemplatesResponse>(
                service, METHODID_LIST_TEMPLATES)))
        .addMethod(
          getUpdateTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.UpdateTemplateRequest,
              dev.mintmark.v1.UpdateTemplateResponse>(
                service, METHODID_UPDATE_TEMPLATE)))
        .addMethod(
          getDeleteTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.DeleteTemplateRequest,
              dev.mintmark.v1.DeleteTemplateResponse>(
                service, METHODID_DELETE_TEMPLATE)))
        .addMethod(
          getValidateTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ValidateTemplateRequest,
              dev.mintmark.v1.ValidateTemplateResponse>(
                service, METHODID_VALIDATE_TEMPLATE)))
        .addMethod(
          getListTemplateRevisionsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ListTemplateRevisionsRequest,
              dev.mintmark.v1.ListTemplateRevisionsResponse>(
                service, METHODID_LIST_TEMPLATE_REVISIONS)))
        .addMethod(
          getGetTemplateRevisionMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetTemplateRevisionRequest,
              dev.mintmark.v1.GetTemplateRevisionResponse>(
                service, METHODID_GET_TEMPLATE_REVISION)))
        .addMethod(
          getRollbackTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.RollbackTemplateRequest,
              dev.mintmark.v1.RollbackTemplateResponse>(
                service, METHODID_ROLLBACK_TEMPLATE)))
        .addMethod(
          getCompareTemplateRevisionsMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.CompareTemplateRevisionsRequest,
              dev.mintmark.v1.CompareTemplateRevisionsResponse>(
                service, METHODID_COMPARE_TEMPLATE_REVISIONS)))
        .addMethod(
          getListStarterTemplatesMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.ListStarterTemplatesRequest,
              dev.mintmark.v1.ListStarterTemplatesResponse>(
                service, METHODID_LIST_STARTER_TEMPLATES)))
        .addMethod(
          getGetStarterTemplateMethod(),
          io.grpc.stub.ServerCalls.asyncUnaryCall(
            new MethodHandlers<
              dev.mintmark.v1.GetStarterTemplateRequest,
              dev.mintmark.v1.GetStarterTemplateResponse>(
                service, METHODID_GET_STARTER_TEMPLATE)))
        .addMethod(
          getPlanTemplateChangeMethod(),
          io.grpc.stub.ServerCalls.asyncServerStreamingCall(
            new MethodHandlers<
              dev.mintmark.v1.PlanTemplateChangeRequest,
              dev.mintmark.v1.PlanTemplateChangeResponse>(
                service, METHODID_PLAN_TEMPLATE_CHANGE)))
        .build();
  }

  private static abstract class TemplateServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoFileDescriptorSupplier, io.grpc.protobuf.ProtoServiceDescriptorSupplier {
    TemplateServiceBaseDescriptorSupplier() {}

    @java.lang.Override
    public com.google.protobuf.Descriptors.FileDescriptor getFileDescriptor() {
      return dev.mintmark.v1.TemplateServiceOuterClass.getDescriptor();
    }

    @java.lang.Override
    public com.google.protobuf.Descriptors.ServiceDescriptor getServiceDescriptor() {
      return getFileDescriptor().findServiceByName("TemplateService");
    }
  }

  private static final class TemplateServiceFileDescriptorSupplier
      extends TemplateServiceBaseDescriptorSupplier {
    TemplateServiceFileDescriptorSupplier() {}
  }

  private static final class TemplateServiceMethodDescriptorSupplier
      extends TemplateServiceBaseDescriptorSupplier
      implements io.grpc.protobuf.ProtoMethodDescriptorSupplier {
    private final java.lang.String methodName;

    TemplateServiceMethodDescriptorSupplier(java.lang.String methodName) {
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
      synchronized (TemplateServiceGrpc.class) {
        result = serviceDescriptor;
        if (result == null) {
          serviceDescriptor = result = io.grpc.ServiceDescriptor.newBuilder(SERVICE_NAME)
              .setSchemaDescriptor(new TemplateServiceFileDescriptorSupplier())
              .addMethod(getCreateTemplateMethod())
              .addMethod(getGetTemplateMethod())
              .addMethod(getListTemplatesMethod())
              .addMethod(getUpdateTemplateMethod())
              .addMethod(getDeleteTemplateMethod())
              .addMethod(getValidateTemplateMethod())
              .addMethod(getListTemplateRevisionsMethod())
              .addMethod(getGetTemplateRevisionMethod())
              .addMethod(getRollbackTemplateMethod())
              .addMethod(getCompareTemplateRevisionsMethod())
              .addMethod(getListStarterTemplatesMethod())
              .addMethod(getGetStarterTemplateMethod())
              .addMethod(getPlanTemplateChangeMethod())
              .build();
        }
      }
    }
    return result;
  }
}
