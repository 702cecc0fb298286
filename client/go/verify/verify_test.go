package verify_test

import (
	"context"
	"crypto"
	"crypto/ecdsa"
	"crypto/ed25519"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/rsa"
	"encoding/base64"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
	"go.uber.org/goleak"

	"mintmark.dev/client/go/verify"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m, goleak.IgnoreTopFunction("internal/poll.runtime_pollWait"))
}

var start = time.Date(2031, 4, 1, 12, 0, 0, 0, time.UTC)

func makeKey(t *testing.T, id, algorithm string) jose.JSONWebKey {
	t.Helper()
	var private crypto.PrivateKey
	var err error
	switch algorithm {
	case "EdDSA":
		_, private, err = ed25519.GenerateKey(rand.Reader)
	case "RS256", "PS256":
		private, err = rsa.GenerateKey(rand.Reader, 2048)
	case "ES384":
		private, err = ecdsa.GenerateKey(elliptic.P384(), rand.Reader)
	default:
		private, err = ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	}
	if err != nil {
		t.Fatal(err)
	}
	return jose.JSONWebKey{Key: private, KeyID: id, Algorithm: algorithm, Use: "sig"}
}

// setUp returns an issuer with one key, and a verifier whose clock the test moves.
func setUp(t *testing.T, options ...verify.Option) (*issuer, jose.JSONWebKey, *time.Time, *verify.Verifier) {
	t.Helper()
	issuer, key, now := newIssuer(t), makeKey(t, "k1", "ES256"), start
	issuer.set(func() { issuer.keys = []jose.JSONWebKey{key} })
	options = append([]verify.Option{verify.WithClock(func() time.Time { return now }), verify.WithHTTPClient(issuer.Client())}, options...)
	verifier, err := verify.New(issuer.URL, options...)
	if err != nil {
		t.Fatal(err)
	}
	return issuer, key, &now, verifier
}

func TestATokenOfEachAlgorithm(t *testing.T) {
	issuer, _, _, verifier := setUp(t, verify.WithUnknownKeyInterval(0))
	for _, algorithm := range []string{"ES256", "ES384", "EdDSA", "RS256", "PS256"} {
		key := makeKey(t, algorithm, algorithm)
		issuer.set(func() { issuer.keys = append(issuer.keys, key) })
		text := issuer.sign(t, key, "JWT", issuer.payload(start, `,"plan":"pro","nsec":{"theme":"dark"}`))
		token, err := verifier.Verify(context.Background(), text)
		if err != nil {
			t.Errorf("%s: %v", algorithm, err)
			continue
		}
		if token.Kind != verify.Session || token.Subject != "ada" || token.UserID != "ada" || token.Claims["plan"] != "pro" ||
			token.Untrusted["theme"] != "dark" || token.Claims["nsec"] != nil || token.KeyID != algorithm || token.ExpiresAt.Unix() != start.Unix()+600 {
			t.Errorf("%s: %+v", algorithm, token)
		}
	}
}

func TestKeysThatVerifyNothing(t *testing.T) {
	issuer, _, _, verifier := setUp(t, verify.WithUnknownKeyInterval(0))
	private, err := rsa.GenerateKey(rand.Reader, 1024)
	if err != nil {
		t.Fatal(err)
	}
	weak := jose.JSONWebKey{Key: private, KeyID: "weak", Algorithm: "RS256", Use: "sig"}
	encrypting := makeKey(t, "encrypting", "ES256")
	encrypting.Use = "enc"
	issuer.set(func() { issuer.keys = append(issuer.keys, weak, encrypting) })
	for _, key := range []jose.JSONWebKey{weak, encrypting} {
		if _, err := verifier.Verify(context.Background(), issuer.sign(t, key, "JWT", issuer.payload(start, ""))); !errors.Is(err, verify.ErrRefused) {
			t.Errorf("%s: %v", key.KeyID, err)
		}
	}
}

func TestKinds(t *testing.T) {
	issuer, key, _, _ := setUp(t)
	payloads := map[verify.Kind][2]string{
		verify.Session:   {"JWT", `"drn":"DS"`},
		verify.AccessKey: {"JWT", `"drn":"DSK"`},
		verify.Refresh:   {"refresh+jwt", `"drn":"DSR","aud":"` + issuer.URL + `"`},
		verify.ID:        {"JWT", `"aud":["web","other"]`},
	}
	for kind, form := range payloads {
		body := fmt.Sprintf(`{"exp":%d,"iat":%d,"iss":%q,"sub":"x","dsub":"ada",%s}`, start.Unix()+600, start.Unix(), issuer.URL, form[1])
		text := issuer.sign(t, key, form[0], body)
		for asked := range payloads {
			audience := map[verify.Kind]string{verify.ID: "web"}[asked]
			verifier, err := verify.New(issuer.URL, verify.WithKinds(asked), verify.WithAudience(audience), verify.WithClock(func() time.Time { return start }), verify.WithHTTPClient(issuer.Client()))
			if err != nil {
				t.Fatal(err)
			}
			token, err := verifier.Verify(context.Background(), text)
			if asked == kind && (err != nil || token.Kind != kind || token.UserID != "ada") {
				t.Errorf("%s: %v", kind, err)
			}
			if asked != kind && !errors.Is(err, verify.ErrRefused) {
				t.Errorf("%s passes for %s", kind, asked)
			}
		}
	}
}

func TestRefusals(t *testing.T) {
	issuer, key, _, verifier := setUp(t)
	good := issuer.sign(t, key, "JWT", issuer.payload(start, ""))
	parts := strings.Split(good, ".")
	encode := base64.RawURLEncoding.EncodeToString
	stranger := makeKey(t, "k1", "ES256")
	other := makeKey(t, "k1", "ES384")
	unknown := makeKey(t, "k9", "ES256")
	body := func(format string, arguments ...any) string {
		return issuer.sign(t, key, "JWT", fmt.Sprintf(format, arguments...))
	}
	now := start.Unix()
	for name, text := range map[string]string{
		"rubbish":               "rubbish",
		"empty":                 "",
		"too large":             good + strings.Repeat("x", 16<<10),
		"tampered payload":      parts[0] + "." + encode([]byte(issuer.payload(start, `,"plan":"pro"`))) + "." + parts[2],
		"no signature":          parts[0] + "." + parts[1] + ".",
		"unsigned":              encode([]byte(`{"alg":"none","kid":"k1","typ":"JWT"}`)) + "." + parts[1] + ".",
		"HMAC":                  encode([]byte(`{"alg":"HS256","kid":"k1","typ":"JWT"}`)) + "." + parts[1] + "." + parts[2],
		"another's key":         issuer.sign(t, stranger, "JWT", issuer.payload(start, "")),
		"another algorithm":     issuer.sign(t, other, "JWT", issuer.payload(start, "")),
		"unknown key":           issuer.sign(t, unknown, "JWT", issuer.payload(start, "")),
		"duplicate members":     issuer.sign(t, key, "JWT", issuer.payload(start, `,"sub":"eve"`)),
		"no object":             issuer.sign(t, key, "JWT", "[]"),
		"wrong typ":             issuer.sign(t, key, "at+jwt", issuer.payload(start, "")),
		"wrong drn":             body(`{"drn":"XX","exp":%d,"iat":%d,"iss":%q,"sub":"ada"}`, now+600, now, issuer.URL),
		"another issuer":        body(`{"drn":"DS","exp":%d,"iat":%d,"iss":"https://evil.example.com","sub":"ada"}`, now+600, now),
		"no subject":            body(`{"drn":"DS","exp":%d,"iat":%d,"iss":%q}`, now+600, now, issuer.URL),
		"no expiry":             body(`{"drn":"DS","iat":%d,"iss":%q,"sub":"ada"}`, now, issuer.URL),
		"expiry as text":        body(`{"drn":"DS","exp":"%d","iat":%d,"iss":%q,"sub":"ada"}`, now+600, now, issuer.URL),
		"expiry with fraction":  body(`{"drn":"DS","exp":%d.5,"iat":%d,"iss":%q,"sub":"ada"}`, now+600, now, issuer.URL),
		"expired":               body(`{"drn":"DS","exp":%d,"iat":%d,"iss":%q,"sub":"ada"}`, now-5, now-600, issuer.URL),
		"from the future":       body(`{"drn":"DS","exp":%d,"iat":%d,"iss":%q,"sub":"ada"}`, now+600, now+6, issuer.URL),
		"not yet":               issuer.sign(t, key, "JWT", issuer.payload(start, fmt.Sprintf(`,"nbf":%d`, now+6))),
		"not before as text":    issuer.sign(t, key, "JWT", issuer.payload(start, `,"nbf":"0"`)),
		"another's audience":    issuer.sign(t, key, "JWT", issuer.payload(start, `,"aud":"web"`)),
		"audience as a number":  issuer.sign(t, key, "JWT", issuer.payload(start, `,"aud":7`)),
		"padded":                parts[0] + "." + parts[1] + "." + parts[2] + "==",
		"broken lines":          parts[0] + "." + parts[1] + ".\n" + parts[2],
		"four segments":         good + "." + parts[2],
		"header with jku":       encode([]byte(`{"alg":"ES256","jku":"https://evil.example.com","kid":"k1","typ":"JWT"}`)) + "." + parts[1] + "." + parts[2],
		"header of numbers":     encode([]byte(`{"alg":"ES256","cty":7,"kid":"k1","typ":"JWT"}`)) + "." + parts[1] + "." + parts[2],
		"header with two kids":  encode([]byte(`{"alg":"ES256","kid":"k9","kid":"k1","typ":"JWT"}`)) + "." + parts[1] + "." + parts[2],
		"no key named":          encode([]byte(`{"alg":"ES256","typ":"JWT"}`)) + "." + parts[1] + "." + parts[2],
		"spare bits set":        parts[0] + "." + parts[1] + "." + parts[2][:85] + spare(parts[2][85]),
		"refresh as a session":  issuer.sign(t, key, "refresh+jwt", issuer.payload(start, "")),
		"spelt otherwise (exp)": body(`{"drn":"DS","Exp":%d,"iat":%d,"iss":%q,"sub":"ada"}`, now+600, now, issuer.URL),
	} {
		if token, err := verifier.Verify(context.Background(), text); !errors.Is(err, verify.ErrRefused) || token != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := verifier.Verify(context.Background(), good); err != nil {
		t.Error(err)
	}
	leeway := body(`{"drn":"DS","exp":%d,"iat":%d,"iss":%q,"sub":"ada"}`, now-4, now+5, issuer.URL)
	if _, err := verifier.Verify(context.Background(), leeway); err != nil {
		t.Error(err)
	}
	unsupported := encode([]byte(`{"alg":"Ed25519","kid":"k1","typ":"JWT"}`)) + "." + parts[1] + "." + parts[2]
	if _, err := verifier.Verify(context.Background(), unsupported); !errors.Is(err, verify.ErrUnsupported) || !errors.Is(err, verify.ErrRefused) {
		t.Errorf("%v", err)
	}
}

// spare returns the last character of a 64-byte signature with a spare bit set: decoded, it is the same byte.
func spare(last byte) string {
	const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
	return string(alphabet[strings.IndexByte(alphabet, last)|1])
}

func TestAnAudienceIsAskedFor(t *testing.T) {
	issuer, key, _, verifier := setUp(t, verify.WithAudience("web"))
	for more, holds := range map[string]bool{"": false, `,"aud":"web"`: true, `,"aud":["api","web"]`: true, `,"aud":"api"`: false, `,"aud":["webx"]`: false} {
		_, err := verifier.Verify(context.Background(), issuer.sign(t, key, "JWT", issuer.payload(start, more)))
		if (err == nil) != holds {
			t.Errorf("%s: %v", more, err)
		}
	}
}

func TestRotationNeedsNoRestart(t *testing.T) {
	issuer, old, now, verifier := setUp(t)
	pass := func(key jose.JSONWebKey) error {
		_, err := verifier.Verify(context.Background(), issuer.sign(t, key, "JWT", issuer.payload(*now, "")))
		return err
	}
	if err := pass(old); err != nil {
		t.Fatal(err)
	}
	next := makeKey(t, "k2", "ES256")
	issuer.set(func() { issuer.keys = []jose.JSONWebKey{old, next} })
	if err := pass(next); !errors.Is(err, verify.ErrRefused) || issuer.fetches != 1 {
		t.Errorf("unknown keys make it fetch once in 10 s at most: %v, %d", err, issuer.fetches)
	}
	*now = now.Add(11 * time.Second)
	if err := pass(next); err != nil || issuer.fetches != 2 {
		t.Errorf("%v, %d", err, issuer.fetches)
	}
	if err := pass(old); err != nil || issuer.fetches != 2 {
		t.Errorf("%v, %d", err, issuer.fetches)
	}
	issuer.set(func() { issuer.keys = []jose.JSONWebKey{next} })
	*now = now.Add(301 * time.Second)
	if err := pass(old); !errors.Is(err, verify.ErrRefused) {
		t.Errorf("a revoked key is gone after the set's max-age: %v", err)
	}
}

func TestAnIssuerThatIsAway(t *testing.T) {
	issuer, key, now, verifier := setUp(t)
	verifying := func() error {
		_, err := verifier.Verify(context.Background(), issuer.sign(t, key, "JWT", issuer.payload(*now, "")))
		return err
	}
	issuer.set(func() { issuer.broken = true })
	if err := verifying(); !errors.Is(err, verify.ErrKeysUnavailable) || errors.Is(err, verify.ErrRefused) {
		t.Errorf("%v", err)
	}
	issuer.set(func() { issuer.broken = false })
	*now = now.Add(2 * time.Second)
	if err := verifying(); err != nil {
		t.Error(err)
	}
	issuer.set(func() { issuer.broken = true })
	*now = now.Add(50 * time.Minute)
	if err := verifying(); err != nil {
		t.Errorf("the keys at hand serve for an hour: %v", err)
	}
	*now = now.Add(11 * time.Minute)
	if err := verifying(); !errors.Is(err, verify.ErrKeysUnavailable) {
		t.Errorf("%v", err)
	}
}

func TestDiscoveryThatNamesAnotherIssuer(t *testing.T) {
	issuer, key, _, verifier := setUp(t)
	issuer.set(func() { issuer.claimed = "https://evil.example.com" })
	_, err := verifier.Verify(context.Background(), issuer.sign(t, key, "JWT", issuer.payload(start, "")))
	if !errors.Is(err, verify.ErrKeysUnavailable) || !strings.Contains(err.Error(), "says that it is") {
		t.Errorf("%v", err)
	}
	for _, bad := range []string{"tokens.example.com", "http://tokens.example.com/projects/p", "ftp://127.0.0.1", "https://", "http://[::1"} {
		if _, err := verify.New(bad); err == nil {
			t.Errorf("the issuer %q was accepted", bad)
		}
	}
}

func TestDocumentsThatAreTooLargeOrRedirect(t *testing.T) {
	for name, handler := range map[string]http.HandlerFunc{
		"larger": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write(make([]byte, 300<<10)) },
		"302 Found": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "https://evil.example.com", http.StatusFound)
		},
		"unexpected": func(w http.ResponseWriter, _ *http.Request) { _, _ = w.Write([]byte(`{"issuer":`)) },
	} {
		server := httptest.NewServer(handler)
		t.Cleanup(func() {
			server.Close()
			http.DefaultTransport.(*http.Transport).CloseIdleConnections()
		})
		issuer, key, _, _ := setUp(t)
		verifier, err := verify.New(server.URL, verify.WithClock(func() time.Time { return start }))
		if err != nil {
			t.Fatal(err)
		}
		_, err = verifier.Verify(context.Background(), issuer.sign(t, key, "JWT", issuer.payload(start, "")))
		if !errors.Is(err, verify.ErrKeysUnavailable) || !strings.Contains(err.Error(), name) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
