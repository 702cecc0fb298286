// Package verify verifies Mintmark's tokens without calling the service: with go-jose, and keys found by discovery.
//
//	verifier, err := verify.New("https://tokens.example.com/projects/demo")
//	token, err := verifier.Verify(ctx, text)
//
// The checks, in this order: size and form; `kid` names a published key, whose one algorithm is the token's; signature; no duplicate
// members; kind, by `typ` and `drn`; issuer; audience; times. What a client sent (`nsec`) is kept apart from what is trusted.
package verify

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/json"
)

// Kind is a kind of token.
type Kind string

// The kinds.
const (
	Session   Kind = "session"
	Refresh   Kind = "refresh"
	ID        Kind = "id"
	AccessKey Kind = "access_key"
)

const (
	maxTokenBytes  = 16 << 10
	maxHeaderBytes = 2 << 10
	leeway         = 5 * time.Second
	untrusted      = "nsec"
)

// algorithms are those that the service signs with and go-jose knows.
var algorithms = []jose.SignatureAlgorithm{jose.ES256, jose.EdDSA, jose.RS256, jose.PS256, jose.ES384}

var (
	// ErrRefused is every token that does not hold.
	ErrRefused = errors.New("mintmark: the token is refused")
	// ErrUnsupported is a token whose algorithm go-jose does not know: RFC 9864's "Ed25519". It is ErrRefused too. Have such a project sign
	// with EdDSA.
	ErrUnsupported = fmt.Errorf("%w: go-jose does not know the algorithm Ed25519", ErrRefused)
	// ErrKeysUnavailable says that the key set can't be fetched: the token may hold, try again later.
	ErrKeysUnavailable = errors.New("mintmark: the issuer's keys can't be fetched")
)

// Token is a token whose checks all passed.
type Token struct {
	Kind    Kind
	Subject string
	// UserID is the real id where a template overrode the subject.
	UserID    string
	KeyID     string
	ExpiresAt time.Time
	// Claims are trusted: all but nsec.
	Claims map[string]any
	// Untrusted is what the client sent. Never base a decision on it.
	Untrusted map[string]any
	// Header and Payload are as signed.
	Header  map[string]any
	Payload []byte
}

// Verifier verifies one issuer's tokens. It is safe for concurrent use, and follows key rotations.
type Verifier struct {
	issuer   string
	kinds    []Kind
	audience string
	now      func() time.Time
	keys     *keySet
}

// Option changes what a verifier accepts.
type Option func(*Verifier)

// WithKinds sets the kinds that are accepted; session and access-key tokens by default.
func WithKinds(kinds ...Kind) Option { return func(v *Verifier) { v.kinds = kinds } }

// WithAudience asks that the token is for this audience. Without it, a token that names any audience is refused.
func WithAudience(audience string) Option { return func(v *Verifier) { v.audience = audience } }

// WithHTTPClient sets who fetches; by default a client with a limit of 5 s that follows no redirects.
func WithHTTPClient(client *http.Client) Option { return func(v *Verifier) { v.keys.client = client } }

// WithUnknownKeyInterval sets how long to wait between fetches that unknown key ids cause; 10 s by default.
func WithUnknownKeyInterval(span time.Duration) Option {
	return func(v *Verifier) { v.keys.interval = span }
}

// WithClock sets the clock.
func WithClock(now func() time.Time) Option {
	return func(v *Verifier) { v.now, v.keys.now = now, now }
}

// New makes a verifier of the tokens of one issuer: the project's URL. Keys are fetched with the first token.
func New(issuer string, options ...Option) (*Verifier, error) {
	if err := checkURL(issuer); err != nil {
		return nil, err
	}
	made := &Verifier{issuer: issuer, kinds: []Kind{Session, AccessKey}, now: time.Now, keys: newKeySet(issuer)}
	for _, option := range options {
		option(made)
	}
	return made, nil
}

// Verify returns the token, or an error that is ErrRefused or ErrKeysUnavailable.
func (v *Verifier) Verify(ctx context.Context, text string) (*Token, error) {
	// (1) size and form
	if len(text) > maxTokenBytes {
		return nil, refuse("it is larger than %d bytes", maxTokenBytes)
	}
	if err := checkForm(text); err != nil {
		return nil, err
	}
	signed, err := jose.ParseSignedCompact(text, algorithms)
	var unexpected *jose.ErrUnexpectedSignatureAlgorithm
	if errors.As(err, &unexpected) && unexpected.Got == "Ed25519" {
		return nil, ErrUnsupported
	}
	if err != nil {
		return nil, refuse("it is malformed: %v", err)
	}
	// (2) key and algorithm
	header := signed.Signatures[0].Protected
	if header.KeyID == "" {
		return nil, refuse("it names no key")
	}
	key, err := v.keys.find(ctx, header.KeyID)
	if err != nil {
		return nil, err
	}
	if key == nil || key.Algorithm != header.Algorithm {
		return nil, refuse("its key is none of this issuer's, or is for another algorithm")
	}
	// (3) signature
	payload, err := signed.Verify(key)
	if err != nil {
		return nil, refuse("its signature does not hold")
	}
	// (4) no duplicate members: go-jose's JSON refuses them
	var claims map[string]any
	if err := json.Unmarshal(payload, &claims); err != nil {
		return nil, refuse("its payload is malformed")
	}
	// (5) kind (6) issuer (7) audience (8) times
	kind, err := v.check(claims, header.ExtraHeaders[jose.HeaderType])
	if err != nil {
		return nil, err
	}
	token := &Token{Kind: kind, KeyID: header.KeyID, Claims: claims, Payload: payload}
	token.Subject, _ = claims["sub"].(string)
	token.UserID = token.Subject
	if real, ok := claims["dsub"].(string); ok {
		token.UserID = real
	}
	token.ExpiresAt = time.Unix(int64(claims["exp"].(float64)), 0)
	token.Untrusted, _ = claims[untrusted].(map[string]any)
	delete(claims, untrusted)
	token.Header = map[string]any{"alg": header.Algorithm, "kid": header.KeyID, "typ": header.ExtraHeaders[jose.HeaderType]}
	return token, nil
}

func (v *Verifier) check(claims map[string]any, typ any) (Kind, error) {
	kind, known := kindOf(typ, claims)
	if !known || !slices.Contains(v.kinds, kind) {
		return "", refuse("its kind is not accepted here")
	}
	if claims["iss"] != v.issuer {
		return "", refuse("it comes from another issuer")
	}
	if subject, ok := claims["sub"].(string); !ok || subject == "" {
		return "", refuse("it has no subject")
	}
	if err := v.checkAudience(claims, kind); err != nil {
		return "", err
	}
	return kind, v.checkTimes(claims)
}

// checkAudience: without an audience of its own, a verifier refuses a token that names one, since it is for somebody else.
func (v *Verifier) checkAudience(claims map[string]any, kind Kind) error {
	var named []any
	switch audience := claims["aud"].(type) {
	case nil:
	case string:
		named = []any{audience}
	case []any:
		named = audience
	default:
		return refuse("`aud` is neither a text nor a list")
	}
	fits := len(named) == 0
	switch {
	case kind == Refresh:
		fits = len(named) == 1 && named[0] == v.issuer
	case v.audience != "":
		fits = slices.Contains(named, any(v.audience))
	}
	if azp := claims["azp"]; !fits || (kind == ID && azp != nil && azp != v.audience) {
		return refuse("it is for another audience")
	}
	return nil
}

func (v *Verifier) checkTimes(claims map[string]any) error {
	issued, hasIssued := seconds(claims["iat"])
	expires, hasExpires := seconds(claims["exp"])
	if !hasIssued || !hasExpires {
		return refuse("`iat` or `exp` is no whole number of seconds")
	}
	now := v.now()
	if !now.Before(expires.Add(leeway)) {
		return refuse("it has expired")
	}
	from := issued
	if claims["nbf"] != nil {
		before, ok := seconds(claims["nbf"])
		if !ok {
			return refuse("`nbf` is no whole number of seconds")
		}
		if before.After(from) {
			from = before
		}
	}
	if from.After(now.Add(leeway)) {
		return refuse("it is from the future")
	}
	return nil
}

func kindOf(typ any, claims map[string]any) (Kind, bool) {
	switch drn, has := claims["drn"]; {
	case typ == "JWT" && !has:
		return ID, true
	case typ == "JWT" && drn == "DS":
		return Session, true
	case typ == "JWT" && drn == "DSK":
		return AccessKey, true
	case typ == "refresh+jwt" && drn == "DSR":
		return Refresh, true
	default:
		return "", false
	}
}

// checkForm refuses what go-jose would read with leniency: segments that are not canonical base64url, and members of the header that
// Mintmark's tokens never have.
func checkForm(text string) error {
	segments := strings.Split(text, ".")
	decoded := make([][]byte, len(segments))
	for index, segment := range segments {
		var err error
		if decoded[index], err = base64.RawURLEncoding.Strict().DecodeString(segment); err != nil || strings.ContainsAny(segment, "\r\n") {
			return refuse("it is malformed: a segment is not base64url")
		}
	}
	var header map[string]string
	if len(segments) != 3 || len(segments[0]) > maxHeaderBytes || json.Unmarshal(decoded[0], &header) != nil {
		return refuse("it is malformed: it has no header of texts")
	}
	for member := range header {
		if !slices.Contains([]string{"alg", "kid", "typ", "cty"}, member) {
			return refuse("its header has the member %q", member)
		}
	}
	return nil
}

func seconds(value any) (time.Time, bool) {
	number, ok := value.(float64)
	if !ok || number != math.Trunc(number) || number < 0 || number >= 1<<53 {
		return time.Time{}, false
	}
	return time.Unix(int64(number), 0), true
}

func refuse(format string, arguments ...any) error {
	return fmt.Errorf("%w: %s", ErrRefused, fmt.Sprintf(format, arguments...))
}
