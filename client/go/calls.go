package mintmark

import (
	"context"
	"crypto/rand"
	"encoding/json"
	"fmt"
	"io"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
)

// caller is what every call goes through.
type caller struct {
	target     string
	credential string
	deadline   time.Duration
}

func (c caller) unary(
	ctx context.Context, method string, request, answer any, connection *grpc.ClientConn, invoke grpc.UnaryInvoker, options ...grpc.CallOption,
) error {
	if _, has := ctx.Deadline(); !has {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, c.deadline)
		defer cancel()
	}
	return fromGRPC(invoke(c.authorise(ctx), method, identify(method, request), answer, connection, options...), c.target)
}

func (c caller) stream(
	ctx context.Context, shape *grpc.StreamDesc, connection *grpc.ClientConn, method string, open grpc.Streamer, options ...grpc.CallOption,
) (grpc.ClientStream, error) {
	stream, err := open(c.authorise(ctx), shape, connection, method, options...)
	if err != nil {
		return nil, fromGRPC(err, c.target)
	}
	return mapped{stream, c.target}, nil
}

func (c caller) authorise(ctx context.Context) context.Context {
	if c.credential == "" {
		return ctx
	}
	return metadata.AppendToOutgoingContext(ctx, "authorization", "Bearer "+c.credential)
}

// mapped is a stream whose errors are the client's. SendMsg keeps io.EOF, which tells to read the error.
type mapped struct {
	grpc.ClientStream
	target string
}

func (s mapped) RecvMsg(message any) error {
	err := s.ClientStream.RecvMsg(message)
	if err == io.EOF {
		return err
	}
	return fromGRPC(err, s.target)
}

func (s mapped) SendMsg(message any) error {
	err := s.ClientStream.SendMsg(message)
	if err == io.EOF {
		return err
	}
	return fromGRPC(err, s.target)
}

// identified are the methods that are safe to repeat only under a request id: the second entry of the retry policy.
var identified = findIdentified()

func findIdentified() map[string]bool {
	var config struct {
		MethodConfig []struct {
			Name []struct{ Service, Method string }
		}
	}
	if err := json.Unmarshal([]byte(serviceConfig), &config); err != nil {
		panic(err) // The file is part of the package.
	}
	found := map[string]bool{}
	for _, name := range config.MethodConfig[1].Name {
		found["/"+name.Service+"/"+name.Method] = true
	}
	return found
}

// identify returns the request, or its copy with a request id of its own where a repeat needs one.
func identify(method string, request any) any {
	message, ok := request.(proto.Message)
	if !ok || !identified[method] {
		return request
	}
	field := message.ProtoReflect().Descriptor().Fields().ByName("request_id")
	if message.ProtoReflect().Get(field).String() != "" {
		return request
	}
	copied := proto.Clone(message)
	copied.ProtoReflect().Set(field, protoreflect.ValueOfString(newUUID()))
	return copied
}

// newUUID returns a random UUID (RFC 9562, version 4).
func newUUID() string {
	var bytes [16]byte
	rand.Read(bytes[:]) // Never fails.
	bytes[6] = bytes[6]&0x0f | 0x40
	bytes[8] = bytes[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", bytes[:4], bytes[4:6], bytes[6:8], bytes[8:10], bytes[10:])
}
