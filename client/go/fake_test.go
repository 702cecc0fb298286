package mintmark_test

import (
	"context"
	"net"
	"testing"
	"time"

	"go.uber.org/goleak"
	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/metadata"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/protoadapt"

	mintmark "mintmark.dev/client/go"
	v1 "mintmark.dev/client/go/v1"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// fake is a service whose answers a test decides.
type fake struct {
	v1.UnimplementedUserServiceServer
	v1.UnimplementedTokenServiceServer
	v1.UnimplementedAuditServiceServer

	getUser    func(context.Context, *v1.GetUserRequest) (*v1.GetUserResponse, error)
	createUser func(context.Context, *v1.CreateUserRequest) (*v1.CreateUserResponse, error)
	listUsers  func(context.Context, *v1.ListUsersRequest) (*v1.ListUsersResponse, error)
	watch      func(grpc.ServerStreamingServer[v1.WatchAuditEventsResponse]) error
	stream     func(grpc.BidiStreamingServer[v1.StreamIssueRequest, v1.StreamIssueResponse]) error
	imported   func(grpc.ClientStreamingServer[v1.ImportUsersRequest, v1.ImportUsersResponse]) error
}

func (f *fake) GetUser(ctx context.Context, request *v1.GetUserRequest) (*v1.GetUserResponse, error) {
	return f.getUser(ctx, request)
}

func (f *fake) CreateUser(ctx context.Context, request *v1.CreateUserRequest) (*v1.CreateUserResponse, error) {
	return f.createUser(ctx, request)
}

func (f *fake) ListUsers(ctx context.Context, request *v1.ListUsersRequest) (*v1.ListUsersResponse, error) {
	return f.listUsers(ctx, request)
}

func (f *fake) WatchAuditEvents(_ *v1.WatchAuditEventsRequest, stream grpc.ServerStreamingServer[v1.WatchAuditEventsResponse]) error {
	return f.watch(stream)
}

func (f *fake) StreamIssue(stream grpc.BidiStreamingServer[v1.StreamIssueRequest, v1.StreamIssueResponse]) error {
	return f.stream(stream)
}

func (f *fake) ImportUsers(stream grpc.ClientStreamingServer[v1.ImportUsersRequest, v1.ImportUsersResponse]) error {
	return f.imported(stream)
}

// serve runs the fake on an address until the returned function is called, or the test ends.
func serve(t *testing.T, f *fake, address string, options ...grpc.ServerOption) (string, func()) {
	t.Helper()
	listener, err := net.Listen("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer(options...)
	v1.RegisterUserServiceServer(server, f)
	v1.RegisterTokenServiceServer(server, f)
	v1.RegisterAuditServiceServer(server, f)
	done := make(chan struct{})
	go func() {
		defer close(done)
		_ = server.Serve(listener)
	}()
	stop := func() {
		server.Stop()
		<-done
	}
	t.Cleanup(stop)
	return listener.Addr().String(), stop
}

func connect(t *testing.T, target string, options ...mintmark.Option) *mintmark.Client {
	t.Helper()
	client, err := mintmark.New(target, options...)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = client.Close() })
	return client
}

// start serves the fake and connects to it.
func start(t *testing.T, f *fake, options ...mintmark.Option) *mintmark.Client {
	t.Helper()
	target, _ := serve(t, f, "127.0.0.1:0")
	return connect(t, target, options...)
}

// refusal is an answer of the service: status, reason, and further details.
func refusal(code codes.Code, reason, message string, details ...proto.Message) error {
	info := &errdetails.ErrorInfo{Reason: reason, Domain: "mintmark", Metadata: map[string]string{"request_id": "r1", "resource": "projects/p"}}
	all := []protoadapt.MessageV1{protoadapt.MessageV1Of(info)}
	for _, detail := range details {
		all = append(all, protoadapt.MessageV1Of(detail))
	}
	refused, err := status.New(code, message).WithDetails(all...)
	if err != nil {
		panic(err)
	}
	return refused.Err()
}

func bearer(ctx context.Context) string {
	received, _ := metadata.FromIncomingContext(ctx)
	if values := received.Get("authorization"); len(values) == 1 {
		return values[0]
	}
	return ""
}

// within fails the test when f hangs.
func within(t *testing.T, span time.Duration, f func()) {
	t.Helper()
	done := make(chan struct{})
	go func() {
		defer close(done)
		f()
	}()
	select {
	case <-done:
	case <-time.After(span):
		t.Fatal("it hangs")
	}
}
