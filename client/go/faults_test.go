package mintmark_test

import (
	"context"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"errors"
	"io"
	"math/big"
	"net"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/credentials"
	"google.golang.org/protobuf/encoding/protowire"
	"google.golang.org/protobuf/proto"

	mintmark "mintmark.dev/client/go"
	v1 "mintmark.dev/client/go/v1"
)

// fail calls GetUser, and returns the typed error that has to come.
func fail(t *testing.T, client *mintmark.Client) *mintmark.Error {
	t.Helper()
	var failed *mintmark.Error
	within(t, 20*time.Second, func() {
		_, err := client.Users.GetUser(context.Background(), &v1.GetUserRequest{})
		if !errors.As(err, &failed) {
			t.Errorf("%T: %v", err, err)
			failed = &mintmark.Error{}
		}
	})
	return failed
}

func expect(t *testing.T, failed *mintmark.Error, code codes.Code, reason string, words ...string) {
	t.Helper()
	if failed.Code != code || failed.Reason != reason {
		t.Errorf("%v %q: %v", failed.Code, failed.Reason, failed)
	}
	for _, word := range words {
		if !strings.Contains(failed.Message, word) {
			t.Errorf("%q is not in %q", word, failed.Message)
		}
	}
}

// freeAddress returns an address at which nobody listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func answering(name string) *fake {
	return &fake{getUser: func(context.Context, *v1.GetUserRequest) (*v1.GetUserResponse, error) {
		return &v1.GetUserResponse{User: &v1.User{Name: name}}, nil
	}}
}

func TestAWrongAddress(t *testing.T) {
	target := freeAddress(t)
	expect(t, fail(t, connect(t, target)), codes.Unavailable, "", target, "Is the address right", "refused")
	expect(t, fail(t, connect(t, "no-such-host.invalid:1")), codes.Unavailable, "", "no-such-host.invalid")
}

func TestAnotherServiceAtTheAddress(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	server := grpc.NewServer()
	go func() { _ = server.Serve(listener) }()
	defer server.Stop()
	expect(t, fail(t, connect(t, listener.Addr().String())), codes.Unimplemented, "", "does not know this method")
}

func TestAWrongCredential(t *testing.T) {
	client := start(t, &fake{getUser: func(ctx context.Context, _ *v1.GetUserRequest) (*v1.GetUserResponse, error) {
		if bearer(ctx) != "Bearer right" {
			return nil, refusal(codes.Unauthenticated, "UNAUTHENTICATED", "There is no valid credential.")
		}
		return &v1.GetUserResponse{}, nil
	}}, mintmark.WithCredential("wrong"))
	expect(t, fail(t, client), codes.Unauthenticated, "UNAUTHENTICATED", "no valid credential")
}

func TestTLSMismatches(t *testing.T) {
	files := makeCertificates(t)
	pair, err := tls.LoadX509KeyPair(files.cert, files.key)
	if err != nil {
		t.Fatal(err)
	}
	secure, _ := serve(t, answering("secure"), "127.0.0.1:0", grpc.Creds(credentials.NewServerTLSFromCert(&pair)))
	plain, _ := serve(t, answering("plain"), "127.0.0.1:0")
	trusting := mintmark.WithTLSFiles(files.ca, "", "")

	answer, err := connect(t, secure, trusting).Users.GetUser(context.Background(), &v1.GetUserRequest{})
	if err != nil || answer.GetUser().GetName() != "secure" {
		t.Errorf("TLS: %v", err)
	}
	expect(t, fail(t, connect(t, secure)), codes.Unavailable, "", "do both sides use TLS")
	expect(t, fail(t, connect(t, plain, trusting)), codes.Unavailable, "", "do both sides use TLS", "handshake")
	expect(t, fail(t, connect(t, secure, mintmark.WithTLS(&tls.Config{}))), codes.Unavailable, "", "certificate")
	expect(t, fail(t, connect(t, strings.Replace(secure, "127.0.0.1", "localhost", 1), trusting)), codes.Unavailable, "", "certificate")
}

func TestMutualTLS(t *testing.T) {
	files := makeCertificates(t)
	pair, err := tls.LoadX509KeyPair(files.cert, files.key)
	if err != nil {
		t.Fatal(err)
	}
	ca, err := os.ReadFile(files.ca)
	if err != nil {
		t.Fatal(err)
	}
	clients := x509.NewCertPool()
	clients.AppendCertsFromPEM(ca)
	config := &tls.Config{Certificates: []tls.Certificate{pair}, ClientCAs: clients, ClientAuth: tls.RequireAndVerifyClientCert}
	target, _ := serve(t, answering("mutual"), "127.0.0.1:0", grpc.Creds(credentials.NewTLS(config)))
	client := connect(t, target, mintmark.WithTLSFiles(files.ca, files.cert, files.key))
	if _, err := client.Users.GetUser(context.Background(), &v1.GetUserRequest{}); err != nil {
		t.Error(err)
	}
	expect(t, fail(t, connect(t, target, mintmark.WithTLSFiles(files.ca, "", ""))), codes.Unavailable, "")
}

func TestATargetThatIsNotLocalGetsNoPlaintext(t *testing.T) {
	target, _ := serve(t, answering("plain"), "127.0.0.1:0")
	// passthrough:/// hides from the client that the address is local, as a name in DNS does.
	expect(t, fail(t, connect(t, "passthrough:///"+target)), codes.Unavailable, "", "handshake")
	client := connect(t, "passthrough:///"+target, mintmark.WithPlaintext())
	if _, err := client.Users.GetUser(context.Background(), &v1.GetUserRequest{}); err != nil {
		t.Error(err)
	}
}

func TestAServerThatGoesAwayAndComesBack(t *testing.T) {
	target, stop := serve(t, answering("first"), "127.0.0.1:0")
	client := connect(t, target)
	if _, err := client.Users.GetUser(context.Background(), &v1.GetUserRequest{}); err != nil {
		t.Fatal(err)
	}
	stop()
	expect(t, fail(t, client), codes.Unavailable, "", "can't be reached")
	serve(t, answering("second"), target)
	ctx, cancel := context.WithTimeout(context.Background(), 20*time.Second)
	defer cancel()
	answer, err := client.Users.GetUser(ctx, &v1.GetUserRequest{}, grpc.WaitForReady(true))
	if err != nil || answer.GetUser().GetName() != "second" {
		t.Errorf("%v, %v", answer, err)
	}
}

func TestANewerContract(t *testing.T) {
	newer := v1.ErrorReason(4711)
	unknown := protowire.AppendString(protowire.AppendTag(nil, 900, protowire.BytesType), "from the future")
	client := start(t, &fake{
		getUser: func(context.Context, *v1.GetUserRequest) (*v1.GetUserResponse, error) {
			return nil, refusal(codes.FailedPrecondition, "MOON_NOT_FULL", "Wait.", &v1.ProblemList{Problems: []*v1.Problem{{Reason: newer, Path: "moon"}}})
		},
		createUser: func(context.Context, *v1.CreateUserRequest) (*v1.CreateUserResponse, error) {
			user := &v1.User{Name: "ada", Status: v1.UserStatus(77)}
			user.ProtoReflect().SetUnknown(unknown)
			return &v1.CreateUserResponse{User: user}, nil
		},
		stream: func(stream grpc.BidiStreamingServer[v1.StreamIssueRequest, v1.StreamIssueResponse]) error {
			outcome := &v1.IssueOutcome{}
			outcome.ProtoReflect().SetUnknown(unknown)
			return stream.Send(&v1.StreamIssueResponse{Outcome: outcome})
		},
	})
	failed := fail(t, client)
	expect(t, failed, codes.FailedPrecondition, "MOON_NOT_FULL", "Wait.")
	if failed.Problems[0].GetReason() != newer || failed.Problems[0].GetReason().String() != "4711" || !mintmark.HasReason(failed, newer) {
		t.Errorf("%v", failed.Problems)
	}
	created, err := client.Users.CreateUser(context.Background(), &v1.CreateUserRequest{})
	if err != nil || created.GetUser().GetStatus() != 77 {
		t.Fatalf("%v, %v", created, err)
	}
	kept, err := proto.Marshal(created.GetUser())
	if err != nil || !strings.Contains(string(kept), "from the future") {
		t.Error("an unknown field is lost on the way back")
	}
	issuing, err := client.Tokens.StreamIssue(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	answer, err := issuing.Recv()
	if err != nil || answer.GetOutcome().GetOutcome() != nil {
		t.Errorf("an unknown member of a oneof reads as none: %v, %v", answer, err)
	}
	if _, err := issuing.Recv(); err != io.EOF {
		t.Errorf("%v", err)
	}
	value := &v1.ClaimValue{}
	value.ProtoReflect().SetUnknown(unknown)
	if _, err := mintmark.FromClaims(map[string]*v1.ClaimValue{"a": value}); err == nil || !strings.Contains(err.Error(), "a has a kind of value that this version") {
		t.Errorf("%v", err)
	}
}

func TestADeadlineThatPassed(t *testing.T) {
	client := start(t, &fake{getUser: func(ctx context.Context, _ *v1.GetUserRequest) (*v1.GetUserResponse, error) {
		<-ctx.Done()
		return nil, ctx.Err()
	}}, mintmark.WithDeadline(50*time.Millisecond))
	failed := fail(t, client)
	expect(t, failed, codes.DeadlineExceeded, "DEADLINE_EXCEEDED", "did not answer in time")
	if !errors.Is(failed, context.DeadlineExceeded) {
		t.Error("it is context.DeadlineExceeded too")
	}
}

func TestAnAnswerOfFiveMegabytes(t *testing.T) {
	large := &v1.ListUsersResponse{Users: []*v1.User{{Name: strings.Repeat("x", 5<<20)}}}
	service := &fake{listUsers: func(context.Context, *v1.ListUsersRequest) (*v1.ListUsersResponse, error) { return large, nil }}
	target, _ := serve(t, service, "127.0.0.1:0")
	_, err := connect(t, target).Users.ListUsers(context.Background(), &v1.ListUsersRequest{})
	var failed *mintmark.Error
	if !errors.As(err, &failed) {
		t.Fatal(err)
	}
	expect(t, failed, codes.ResourceExhausted, "", "smaller pages")
	roomy := connect(t, target, mintmark.WithDialOptions(grpc.WithDefaultCallOptions(grpc.MaxCallRecvMsgSize(8<<20))))
	if _, err := roomy.Users.ListUsers(context.Background(), &v1.ListUsersRequest{}); err != nil {
		t.Error(err)
	}
}

func TestACancelledCall(t *testing.T) {
	entered, left := make(chan struct{}), make(chan struct{})
	client := start(t, &fake{getUser: func(ctx context.Context, _ *v1.GetUserRequest) (*v1.GetUserResponse, error) {
		close(entered)
		<-ctx.Done()
		close(left)
		return nil, ctx.Err()
	}})
	ctx, cancel := context.WithCancel(context.Background())
	go func() {
		<-entered
		cancel()
	}()
	_, err := client.Users.GetUser(ctx, &v1.GetUserRequest{})
	var failed *mintmark.Error
	if !errors.As(err, &failed) || failed.Code != codes.Canceled || !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	within(t, 10*time.Second, func() { <-left })
}

func TestCancelledStreamsLeaveNothingBehind(t *testing.T) {
	left := make(chan struct{}, 100)
	client := start(t, &fake{watch: func(stream grpc.ServerStreamingServer[v1.WatchAuditEventsResponse]) error {
		defer func() { left <- struct{}{} }()
		for {
			if err := stream.Send(&v1.WatchAuditEventsResponse{}); err != nil {
				return err
			}
			if stream.Context().Err() != nil {
				return stream.Context().Err()
			}
		}
	}})
	watch := func() {
		ctx, cancel := context.WithCancel(context.Background())
		defer cancel()
		events, err := client.Audit.WatchAuditEvents(ctx, &v1.WatchAuditEventsRequest{})
		if err != nil {
			t.Fatal(err)
		}
		if _, err := events.Recv(); err != nil {
			t.Fatal(err)
		}
		cancel()
		var failed *mintmark.Error
		for err == nil {
			_, err = events.Recv()
		}
		if !errors.As(err, &failed) || failed.Code != codes.Canceled {
			t.Errorf("%v", err)
		}
		<-left
	}
	watch()
	before := runtime.NumGoroutine()
	for range 50 {
		within(t, 10*time.Second, watch)
	}
	for deadline := time.Now().Add(10 * time.Second); runtime.NumGoroutine() > before; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d goroutines before, %d after", before, runtime.NumGoroutine())
		}
	}
}

// handles counts open files and sockets; where there is no /proc, none.
func handles() int {
	entries, _ := os.ReadDir("/proc/self/fd")
	return len(entries)
}

func TestClosedClientsLeaveNoHandles(t *testing.T) {
	const rounds = 20
	target, _ := serve(t, answering("ada"), "127.0.0.1:0")
	before := handles()
	for range rounds {
		client, err := mintmark.New(target, mintmark.WithCredential("x"))
		if err != nil {
			t.Fatal(err)
		}
		if _, err := client.Users.GetUser(context.Background(), &v1.GetUserRequest{}); err != nil {
			t.Error(err)
		}
		if err := client.Close(); err != nil {
			t.Error(err)
		}
	}
	for deadline := time.Now().Add(10 * time.Second); handles() >= before+rounds/2; runtime.Gosched() {
		if time.Now().After(deadline) {
			t.Fatalf("%d handles before, %d after", before, handles())
		}
	}
}

func TestErrorsOfStreamsAreTypedToo(t *testing.T) {
	refuse := refusal(codes.PermissionDenied, "PERMISSION_DENIED", "No.")
	client := start(t, &fake{
		watch:    func(grpc.ServerStreamingServer[v1.WatchAuditEventsResponse]) error { return refuse },
		imported: func(grpc.ClientStreamingServer[v1.ImportUsersRequest, v1.ImportUsersResponse]) error { return refuse },
	})
	var failed *mintmark.Error
	events, err := client.Audit.WatchAuditEvents(context.Background(), &v1.WatchAuditEventsRequest{})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := events.Recv(); !errors.As(err, &failed) || failed.Reason != "PERMISSION_DENIED" {
		t.Errorf("%v", err)
	}
	users, err := client.Users.ImportUsers(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	within(t, 10*time.Second, func() {
		for err == nil {
			err = users.Send(&v1.ImportUsersRequest{})
		}
	})
	if err != io.EOF {
		t.Errorf("sending to a call that is over is io.EOF: %v", err)
	}
	if _, err := users.CloseAndRecv(); !errors.As(err, &failed) || failed.Reason != "PERMISSION_DENIED" {
		t.Errorf("%v", err)
	}
}

type certificates struct{ ca, cert, key string }

// makeCertificates writes a CA's certificate, and a pair of 127.0.0.1's for both sides.
func makeCertificates(t *testing.T) certificates {
	t.Helper()
	folder := t.TempDir()
	files := certificates{filepath.Join(folder, "ca.pem"), filepath.Join(folder, "cert.pem"), filepath.Join(folder, "key.pem")}
	caKey, key := makeKey(t), makeKey(t)
	until := time.Now().Add(time.Hour)
	ca := &x509.Certificate{SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "ca"}, NotAfter: until, IsCA: true, BasicConstraintsValid: true}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(2), NotAfter: until, IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)}}
	for file, signed := range map[string]struct {
		template *x509.Certificate
		key      *ecdsa.PrivateKey
	}{files.ca: {ca, caKey}, files.cert: {leaf, key}} {
		der, err := x509.CreateCertificate(rand.Reader, signed.template, ca, &signed.key.PublicKey, caKey)
		if err != nil {
			t.Fatal(err)
		}
		writePEM(t, file, "CERTIFICATE", der)
	}
	der, err := x509.MarshalPKCS8PrivateKey(key)
	if err != nil {
		t.Fatal(err)
	}
	writePEM(t, files.key, "PRIVATE KEY", der)
	return files
}

func makeKey(t *testing.T) *ecdsa.PrivateKey {
	t.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	return key
}

func writePEM(t *testing.T, file, kind string, der []byte) {
	t.Helper()
	if err := os.WriteFile(file, pem.EncodeToMemory(&pem.Block{Type: kind, Bytes: der}), 0o600); err != nil {
		t.Fatal(err)
	}
}
