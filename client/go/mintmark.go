// Package mintmark calls the Mintmark token-claims service.
//
//	client, err := mintmark.New("127.0.0.1:50051")
//	if err != nil { … }
//	defer client.Close()
//	answer, err := client.Tokens.IssueSessionToken(ctx, &v1.IssueSessionTokenRequest{Parent: "projects/demo", …})
//
// Each service is its generated client. Every call carries the credential, has a deadline (10 s for unary calls, unless the context has one),
// is tried again while the service is UNAVAILABLE and a repeat is safe, and fails with an *Error. Package verify verifies tokens.
package mintmark

import (
	"cmp"
	"crypto/tls"
	"crypto/x509"
	_ "embed"
	"fmt"
	"net"
	"os"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials"
	"google.golang.org/grpc/credentials/insecure"

	v1 "mintmark.dev/client/go/v1"
)

// Version is the client's, in step with the service's.
const Version = "0.1.0"

const (
	defaultTarget   = "127.0.0.1:50051"
	defaultDeadline = 10 * time.Second

	targetVariable         = "MINTMARK_TARGET"
	credentialVariable     = "MINTMARK_CREDENTIAL"
	credentialFileVariable = "MINTMARK_CREDENTIAL_FILE"
)

// The retry policy that the clients of all languages share; a copy of protos/service_config.json.
//
//go:embed service_config.json
var serviceConfig string

// Client is a connection to the service. It is safe for concurrent use.
type Client struct {
	AccessKeys   v1.AccessKeyServiceClient
	Applications v1.ApplicationServiceClient
	Attributes   v1.AttributeServiceClient
	Audit        v1.AuditServiceClient
	Credentials  v1.CredentialServiceClient
	Flows        v1.FlowServiceClient
	Keys         v1.KeyServiceClient
	Projects     v1.ProjectServiceClient
	Roles        v1.RoleServiceClient
	Templates    v1.TemplateServiceClient
	Tenants      v1.TenantServiceClient
	Tokens       v1.TokenServiceClient
	Users        v1.UserServiceClient

	connection *grpc.ClientConn
}

type options struct {
	credential func() (string, error)
	deadline   time.Duration
	transport  credentials.TransportCredentials
	tls        *tls.Config
	dial       []grpc.DialOption
}

// Option changes how a client connects and calls.
type Option func(*options) error

// WithCredential sets the caller's secret; "" calls without one. Without this option it comes from MINTMARK_CREDENTIAL, or from the file
// that MINTMARK_CREDENTIAL_FILE names.
func WithCredential(secret string) Option {
	return func(o *options) error {
		o.credential = func() (string, error) { return secret, nil }
		return nil
	}
}

// WithCredentialFile reads the caller's secret from a file.
func WithCredentialFile(path string) Option {
	return func(o *options) error {
		o.credential = func() (string, error) { return readSecret(path) }
		return nil
	}
}

// WithDeadline sets how long a unary call may take whose context has no deadline; 10 s by default. Streams have none of their own.
func WithDeadline(span time.Duration) Option {
	return func(o *options) error {
		if span <= 0 {
			return fmt.Errorf("mintmark: a deadline of %v leaves no time to answer", span)
		}
		o.deadline = span
		return nil
	}
}

// WithTLS sets TLS up. By default TLS with the system's roots is used, and plaintext to loopback and unix sockets.
func WithTLS(config *tls.Config) Option {
	return func(o *options) error {
		o.tls = config.Clone()
		return nil
	}
}

// WithTLSFiles trusts the certificates of caFile and no others, and with certFile and keyFile shows a certificate of its own (mTLS); any of
// them may be empty. The files are PEM.
func WithTLSFiles(caFile, certFile, keyFile string) Option {
	return func(o *options) error {
		o.tls = &tls.Config{MinVersion: tls.VersionTLS12}
		if caFile != "" {
			pem, err := os.ReadFile(caFile)
			if err != nil {
				return fmt.Errorf("mintmark: %w", err)
			}
			if o.tls.RootCAs = x509.NewCertPool(); !o.tls.RootCAs.AppendCertsFromPEM(pem) {
				return fmt.Errorf("mintmark: %s holds no PEM certificate", caFile)
			}
		}
		if certFile != "" || keyFile != "" {
			pair, err := tls.LoadX509KeyPair(certFile, keyFile)
			if err != nil {
				return fmt.Errorf("mintmark: %w", err)
			}
			o.tls.Certificates = []tls.Certificate{pair}
		}
		return nil
	}
}

// WithPlaintext sends everything unencrypted, the credential too: for a target that is not loopback, behind a proxy that encrypts.
func WithPlaintext() Option {
	return func(o *options) error {
		o.transport = insecure.NewCredentials()
		return nil
	}
}

// WithDialOptions hands options to gRPC.
func WithDialOptions(dial ...grpc.DialOption) Option {
	return func(o *options) error {
		o.dial = append(o.dial, dial...)
		return nil
	}
}

// New makes a client; it connects with the first call. An empty target is MINTMARK_TARGET, else 127.0.0.1:50051.
func New(target string, opts ...Option) (*Client, error) {
	chosen := options{deadline: defaultDeadline, credential: findCredential}
	for _, option := range opts {
		if err := option(&chosen); err != nil {
			return nil, err
		}
	}
	credential, err := chosen.credential()
	if err != nil {
		return nil, err
	}
	target = cmp.Or(target, os.Getenv(targetVariable), defaultTarget)
	calls := caller{target: target, credential: credential, deadline: chosen.deadline}
	dial := append([]grpc.DialOption{
		grpc.WithTransportCredentials(chosen.transportFor(target)),
		grpc.WithDefaultServiceConfig(serviceConfig),
		grpc.WithDisableServiceConfig(),
		grpc.WithUserAgent("mintmark-go/" + Version),
		grpc.WithChainUnaryInterceptor(calls.unary),
		grpc.WithChainStreamInterceptor(calls.stream),
	}, chosen.dial...)
	connection, err := grpc.NewClient(target, dial...)
	if err != nil {
		return nil, fmt.Errorf("mintmark: %q is no address: %w", target, err)
	}
	return &Client{
		AccessKeys:   v1.NewAccessKeyServiceClient(connection),
		Applications: v1.NewApplicationServiceClient(connection),
		Attributes:   v1.NewAttributeServiceClient(connection),
		Audit:        v1.NewAuditServiceClient(connection),
		Credentials:  v1.NewCredentialServiceClient(connection),
		Flows:        v1.NewFlowServiceClient(connection),
		Keys:         v1.NewKeyServiceClient(connection),
		Projects:     v1.NewProjectServiceClient(connection),
		Roles:        v1.NewRoleServiceClient(connection),
		Templates:    v1.NewTemplateServiceClient(connection),
		Tenants:      v1.NewTenantServiceClient(connection),
		Tokens:       v1.NewTokenServiceClient(connection),
		Users:        v1.NewUserServiceClient(connection),
		connection:   connection,
	}, nil
}

// Conn is the connection below, for calls by name; they are deadlined, retried and mapped to errors like all others.
func (c *Client) Conn() grpc.ClientConnInterface { return c.connection }

// Close ends the connection; calls that run are cancelled.
func (c *Client) Close() error { return c.connection.Close() }

func (o *options) transportFor(target string) credentials.TransportCredentials {
	switch {
	case o.transport != nil:
		return o.transport
	case o.tls == nil && isLocal(target):
		return insecure.NewCredentials()
	default:
		return credentials.NewTLS(o.tls)
	}
}

// isLocal tells whether nothing that is sent to the target leaves the machine.
func isLocal(target string) bool {
	host, _, err := net.SplitHostPort(target)
	return strings.HasPrefix(target, "unix:") || (err == nil && (host == "localhost" || net.ParseIP(host).IsLoopback()))
}

func findCredential() (string, error) {
	if secret := os.Getenv(credentialVariable); secret != "" {
		return secret, nil
	}
	if path := os.Getenv(credentialFileVariable); path != "" {
		return readSecret(path)
	}
	return "", nil
}

func readSecret(path string) (string, error) {
	text, err := os.ReadFile(path)
	if err != nil {
		return "", fmt.Errorf("mintmark: the credential can't be read: %w", err)
	}
	secret := strings.TrimSpace(string(text))
	if secret == "" {
		return "", fmt.Errorf("mintmark: %s holds no credential", path)
	}
	return secret, nil
}
