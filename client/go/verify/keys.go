package verify

import (
	"context"
	"crypto/rsa"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/go-jose/go-jose/v4"
	"github.com/go-jose/go-jose/v4/json"
)

const (
	maxDocumentBytes = 256 << 10
	fetchTime        = 5 * time.Second
	maxAge           = 5 * time.Minute
	staleFor         = time.Hour
	unknownInterval  = 10 * time.Second
	failureInterval  = time.Second
	minAge           = 10 * time.Second
	maxKeys          = 100
	minRSABits       = 2048
	maxRSABits       = 8192
)

// keySet is an issuer's keys, kept for their max-age (300 s at most). A token with an unknown key id makes it look again, once in an
// interval, so that nobody can make it fetch by sending tokens. While the set can't be fetched, the one at hand serves for an hour.
type keySet struct {
	issuer   string
	client   *http.Client
	interval time.Duration
	now      func() time.Time

	mutex   sync.Mutex
	url     string
	keys    map[string]*jose.JSONWebKey
	fetched time.Time
	tried   time.Time
	expires time.Time
}

func newKeySet(issuer string) *keySet {
	refuseRedirects := func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return &keySet{
		issuer:   issuer,
		client:   &http.Client{Timeout: fetchTime, CheckRedirect: refuseRedirects},
		interval: unknownInterval,
		now:      time.Now,
	}
}

// find returns the key of an id; nil when there is none.
func (s *keySet) find(ctx context.Context, id string) (*jose.JSONWebKey, error) {
	s.mutex.Lock()
	defer s.mutex.Unlock()
	now := s.now()
	if key := s.keys[id]; key != nil && now.Before(s.expires) {
		return key, nil
	}
	wait := s.interval
	if s.keys == nil {
		wait = failureInterval
	}
	var err error
	if s.tried.IsZero() || !now.Before(s.tried.Add(wait)) {
		s.tried = now
		err = s.load(ctx, now)
	}
	if s.keys == nil || now.After(s.fetched.Add(staleFor)) {
		return nil, fmt.Errorf("%w: %v", ErrKeysUnavailable, err)
	}
	return s.keys[id], nil
}

// load fetches discovery once, then the key set that it names.
func (s *keySet) load(ctx context.Context, now time.Time) error {
	if s.url == "" {
		var document struct {
			Issuer  string `json:"issuer"`
			KeysURL string `json:"jwks_uri"`
		}
		if _, err := s.fetch(ctx, s.issuer+"/.well-known/openid-configuration", &document); err != nil {
			return err
		}
		if document.Issuer != s.issuer {
			return fmt.Errorf("%s says that it is %q", s.issuer, document.Issuer)
		}
		if err := checkURL(document.KeysURL); err != nil {
			return err
		}
		s.url = document.KeysURL
	}
	var set struct {
		Keys []json.RawMessage `json:"keys"`
	}
	age, err := s.fetch(ctx, s.url, &set)
	if err != nil {
		return err
	}
	if len(set.Keys) > maxKeys {
		return fmt.Errorf("%s has %d keys; at most %d are read", s.url, len(set.Keys), maxKeys)
	}
	keys := map[string]*jose.JSONWebKey{}
	for _, text := range set.Keys {
		var key jose.JSONWebKey
		// A key of a kind that go-jose does not know is of no use here.
		if key.UnmarshalJSON(text) == nil && isUsable(&key) {
			keys[key.KeyID] = &key
		}
	}
	s.keys, s.fetched, s.expires = keys, now, now.Add(age)
	return nil
}

// isUsable tells whether a key is a public one to verify with, and no weak one.
func isUsable(key *jose.JSONWebKey) bool {
	modulus, isRSA := key.Key.(*rsa.PublicKey)
	strong := !isRSA || (modulus.N.BitLen() >= minRSABits && modulus.N.BitLen() <= maxRSABits)
	return key.KeyID != "" && key.IsPublic() && strong && (key.Use == "" || key.Use == "sig")
}

// checkURL takes HTTPS, and plain HTTP from loopback only.
func checkURL(text string) error {
	found, err := url.Parse(text)
	if err != nil {
		return fmt.Errorf("mintmark: %w", err)
	}
	local := found.Hostname() == "localhost" || net.ParseIP(found.Hostname()).IsLoopback()
	if found.Hostname() == "" || (found.Scheme != "https" && (found.Scheme != "http" || !local)) {
		return fmt.Errorf("mintmark: %q is no HTTPS URL (plain HTTP is for loopback)", text)
	}
	return nil
}

// fetch reads a JSON document, and returns how long it may be kept.
func (s *keySet) fetch(ctx context.Context, url string, document any) (time.Duration, error) {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, url, nil)
	if err != nil {
		return 0, err
	}
	answer, err := s.client.Do(request)
	if err != nil {
		return 0, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s answered %s", url, answer.Status)
	}
	text, err := io.ReadAll(io.LimitReader(answer.Body, maxDocumentBytes+1))
	if err != nil {
		return 0, err
	}
	if len(text) > maxDocumentBytes {
		return 0, fmt.Errorf("%s is larger than %d bytes", url, maxDocumentBytes)
	}
	return ageOf(answer.Header.Get("cache-control")), json.Unmarshal(text, document)
}

func ageOf(cacheControl string) time.Duration {
	for directive := range strings.SplitSeq(cacheControl, ",") {
		name, value, _ := strings.Cut(strings.TrimSpace(directive), "=")
		if seconds, err := strconv.ParseUint(value, 10, 31); name == "max-age" && err == nil {
			return max(minAge, min(time.Duration(seconds)*time.Second, maxAge))
		}
	}
	return maxAge
}
