package verify_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/go-jose/go-jose/v4"
)

// issuer is a project's HTTP side, and signs its tokens.
type issuer struct {
	*httptest.Server
	mutex   sync.Mutex
	keys    []jose.JSONWebKey
	broken  bool
	claimed string
	fetches int
}

func newIssuer(t *testing.T) *issuer {
	t.Helper()
	made := &issuer{}
	made.Server = httptest.NewServer(made)
	made.claimed = made.URL
	t.Cleanup(made.Close)
	return made
}

func (i *issuer) ServeHTTP(writer http.ResponseWriter, request *http.Request) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	writer.Header().Set("cache-control", "public, max-age=300")
	switch {
	case i.broken:
		writer.WriteHeader(http.StatusServiceUnavailable)
	case request.URL.Path == "/.well-known/openid-configuration":
		fmt.Fprintf(writer, `{"issuer": %q, "jwks_uri": "%s/keys"}`, i.claimed, i.URL)
	case request.URL.Path == "/keys":
		i.fetches++
		set := jose.JSONWebKeySet{}
		for _, key := range i.keys {
			set.Keys = append(set.Keys, key.Public())
		}
		text, _ := json.Marshal(set)
		_, _ = writer.Write(text[:len(text)-2])
		// A key of a kind that nobody knows has to be passed over.
		_, _ = writer.Write([]byte(`,{"kty":"FUTURE","kid":"f"}]}`))
	default:
		writer.WriteHeader(http.StatusNotFound)
	}
}

func (i *issuer) set(change func()) {
	i.mutex.Lock()
	defer i.mutex.Unlock()
	change()
}

func (i *issuer) sign(t *testing.T, key jose.JSONWebKey, typ string, payload string) string {
	t.Helper()
	options := (&jose.SignerOptions{}).WithType(jose.ContentType(typ))
	signer, err := jose.NewSigner(jose.SigningKey{Algorithm: jose.SignatureAlgorithm(key.Algorithm), Key: key}, options)
	if err != nil {
		t.Fatal(err)
	}
	signed, err := signer.Sign([]byte(payload))
	if err != nil {
		t.Fatal(err)
	}
	token, err := signed.CompactSerialize()
	if err != nil {
		t.Fatal(err)
	}
	return token
}

// payload is a session token's, with further members at its end.
func (i *issuer) payload(now time.Time, more string) string {
	return fmt.Sprintf(`{"drn":"DS","exp":%d,"iat":%d,"iss":%q,"sub":"ada"%s}`, now.Unix()+600, now.Unix(), i.URL, more)
}
