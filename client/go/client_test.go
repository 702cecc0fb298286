package mintmark_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"google.golang.org/genproto/googleapis/rpc/errdetails"
	"google.golang.org/grpc/codes"
	"google.golang.org/grpc/status"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/types/known/durationpb"

	mintmark "mintmark.dev/client/go"
	v1 "mintmark.dev/client/go/v1"
)

func TestTheCredentialComesFromArgumentFileOrEnvironment(t *testing.T) {
	file := filepath.Join(t.TempDir(), "credential")
	if err := os.WriteFile(file, []byte("from-file\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	seen := ""
	service := &fake{getUser: func(ctx context.Context, _ *v1.GetUserRequest) (*v1.GetUserResponse, error) {
		seen = bearer(ctx)
		return &v1.GetUserResponse{}, nil
	}}
	target, _ := serve(t, service, "127.0.0.1:0")
	t.Setenv("MINTMARK_TARGET", target)
	for _, example := range []struct {
		variable, file, expected string
		options                  []mintmark.Option
	}{
		{"", "", "", nil},
		{"from-variable", file, "Bearer from-variable", nil},
		{"", file, "Bearer from-file", nil},
		{"from-variable", "", "Bearer given", []mintmark.Option{mintmark.WithCredential("given")}},
		{"from-variable", "", "", []mintmark.Option{mintmark.WithCredential("")}},
		{"from-variable", "", "Bearer from-file", []mintmark.Option{mintmark.WithCredentialFile(file)}},
	} {
		t.Setenv("MINTMARK_CREDENTIAL", example.variable)
		t.Setenv("MINTMARK_CREDENTIAL_FILE", example.file)
		client := connect(t, "", example.options...)
		if _, err := client.Users.GetUser(context.Background(), &v1.GetUserRequest{}); err != nil || seen != example.expected {
			t.Errorf("%+v: sent %q, %v", example, seen, err)
		}
	}
}

func TestOptionsThatCannotBeUsedAreSaidAtOnce(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "empty")
	if err := os.WriteFile(empty, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	for text, option := range map[string]mintmark.Option{
		"the credential can't be read": mintmark.WithCredentialFile("/absent"),
		"holds no credential":          mintmark.WithCredentialFile(empty),
		"leaves no time":               mintmark.WithDeadline(0),
		"no such file":                 mintmark.WithTLSFiles("/absent", "", ""),
		"holds no PEM certificate":     mintmark.WithTLSFiles(empty, "", ""),
		"failed to find any PEM data":  mintmark.WithTLSFiles("", empty, empty),
	} {
		if _, err := mintmark.New("127.0.0.1:1", option); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := mintmark.New("bad\x7f://address"); err == nil {
		t.Error("an address that is none was accepted")
	}
}

func TestACallHasADeadlineUnlessItsContextDoes(t *testing.T) {
	var left time.Duration
	client := start(t, &fake{getUser: func(ctx context.Context, _ *v1.GetUserRequest) (*v1.GetUserResponse, error) {
		deadline, _ := ctx.Deadline()
		left = time.Until(deadline)
		return &v1.GetUserResponse{}, nil
	}})
	if _, err := client.Users.GetUser(context.Background(), &v1.GetUserRequest{}); err != nil || left > 10*time.Second || left < 5*time.Second {
		t.Errorf("default: %v, %v", left, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), time.Hour)
	defer cancel()
	if _, err := client.Users.GetUser(ctx, &v1.GetUserRequest{}); err != nil || left < 30*time.Minute {
		t.Errorf("own: %v, %v", left, err)
	}
}

func TestARefusalIsATypedError(t *testing.T) {
	limit, actual := int64(60), int64(61)
	client := start(t, &fake{getUser: func(context.Context, *v1.GetUserRequest) (*v1.GetUserResponse, error) {
		problems := []*v1.Problem{
			{Reason: v1.ErrorReason_ERROR_REASON_CLAIM_KEY_TOO_LONG, Path: "a.b", Message: "The key is long.", Hint: "Shorten it.", Limit: &limit, Actual: &actual},
			{Reason: v1.ErrorReason_ERROR_REASON_RESERVED_CLAIM, Path: "iss", Message: "It is reserved."},
		}
		return nil, refusal(codes.InvalidArgument, "CLAIMS_REFUSED", "Two problems.",
			&v1.ProblemList{Problems: problems}, &errdetails.RetryInfo{RetryDelay: durationpb.New(1500 * time.Millisecond)})
	}})
	_, err := client.Users.GetUser(context.Background(), &v1.GetUserRequest{})
	var refused *mintmark.Error
	if !errors.As(err, &refused) {
		t.Fatalf("%T: %v", err, err)
	}
	if refused.Code != codes.InvalidArgument || refused.Reason != "CLAIMS_REFUSED" || refused.RequestID != "r1" ||
		refused.Resource != "projects/p" || refused.RetryDelay != 1500*time.Millisecond || refused.Metadata["request_id"] != "r1" {
		t.Errorf("%+v", refused)
	}
	if len(refused.Problems) != 2 || refused.Problems[0].GetLimit() != 60 || refused.Problems[0].GetActual() != 61 || refused.Problems[1].Limit != nil {
		t.Errorf("%+v", refused.Problems)
	}
	expected := "mintmark: CLAIMS_REFUSED: Two problems.\n  a.b: The key is long. Shorten it.\n  iss: It is reserved. "
	if err.Error() != expected {
		t.Errorf("%q", err.Error())
	}
	if !mintmark.HasReason(err, v1.ErrorReason_ERROR_REASON_CLAIMS_REFUSED) || !mintmark.HasReason(err, v1.ErrorReason_ERROR_REASON_RESERVED_CLAIM) ||
		mintmark.HasReason(err, v1.ErrorReason_ERROR_REASON_NOT_FOUND) || mintmark.HasReason(errors.New("x"), v1.ErrorReason_ERROR_REASON_NOT_FOUND) {
		t.Error("HasReason")
	}
	if status.Code(err) != codes.InvalidArgument {
		t.Error("gRPC's own functions see the code too")
	}
}

func TestSafeCallsAreTriedAgain(t *testing.T) {
	var calls atomic.Int32
	client := start(t, &fake{getUser: func(context.Context, *v1.GetUserRequest) (*v1.GetUserResponse, error) {
		if calls.Add(1) < 3 {
			return nil, refusal(codes.Unavailable, "STORAGE_UNAVAILABLE", "Away.")
		}
		return &v1.GetUserResponse{}, nil
	}})
	if _, err := client.Users.GetUser(context.Background(), &v1.GetUserRequest{}); err != nil || calls.Load() != 3 {
		t.Errorf("%d calls, %v", calls.Load(), err)
	}
}

func TestAChangeIsTriedAgainUnderOneRequestID(t *testing.T) {
	var ids []string
	client := start(t, &fake{createUser: func(_ context.Context, request *v1.CreateUserRequest) (*v1.CreateUserResponse, error) {
		if ids = append(ids, request.GetRequestId()); len(ids) == 1 {
			return nil, refusal(codes.Unavailable, "STORAGE_UNAVAILABLE", "Away.")
		}
		return &v1.CreateUserResponse{}, nil
	}})
	request := &v1.CreateUserRequest{Parent: "projects/p"}
	for range 2 {
		if _, err := client.Users.CreateUser(context.Background(), request); err != nil {
			t.Fatal(err)
		}
	}
	uuid := regexp.MustCompile(`^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$`)
	if len(ids) != 3 || ids[0] != ids[1] || ids[1] == ids[2] || !uuid.MatchString(ids[0]) || !uuid.MatchString(ids[2]) {
		t.Errorf("%q", ids)
	}
	if !proto.Equal(request, &v1.CreateUserRequest{Parent: "projects/p"}) {
		t.Errorf("the caller's message changed: %v", request)
	}
	request.RequestId = "chosen"
	if _, err := client.Users.CreateUser(context.Background(), request); err != nil || ids[3] != "chosen" {
		t.Errorf("%q, %v", ids, err)
	}
}

func TestVersionIsTheServices(t *testing.T) {
	project, err := os.ReadFile("../../pyproject.toml")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(project), "\nversion = \""+mintmark.Version+"\"\n") {
		t.Errorf("the client is %s, the service another version", mintmark.Version)
	}
}
