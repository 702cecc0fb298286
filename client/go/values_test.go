package mintmark_test

import (
	"encoding/json"
	"math"
	"reflect"
	"strings"
	"testing"

	"google.golang.org/protobuf/encoding/protojson"

	mintmark "mintmark.dev/client/go"
	v1 "mintmark.dev/client/go/v1"
)

func TestClaimsOfNativeMapsAndBack(t *testing.T) {
	type plan string
	level := 7
	claims, err := mintmark.Claims(map[string]any{
		"text": "literal {{user.email}}", "plan": plan("pro"), "yes": true, "nothing": nil, "absent": (*int)(nil), "pointer": &level,
		"int": -3, "uint8": uint8(200), "max": int64(1<<53 - 1), "float": 0.5, "json": json.Number("1e2"),
		"strings": []string{"a", "b"}, "mixed": []any{1, "two", []int{}}, "box": map[string]int{"a": 1},
		"typed": mintmark.Expr("user.email"), "greeting": mintmark.Text("Hello {{user.name}}"),
		"fallen": mintmark.Dynamic{Expression: "tenant.name", Fallback: "nowhere"},
		"null":   mintmark.Dynamic{Expression: "tenant.name", Fallback: mintmark.Null{}},
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := protojson.Marshal(claims.GetFields()["fallen"])
	if err != nil || strings.ReplaceAll(string(text), " ", "") != `{"dynamic":{"expression":"tenant.name","fallback":{"string":"nowhere"}}}` {
		t.Errorf("%s, %v", text, err)
	}
	back, err := mintmark.FromClaims(claims.GetFields())
	if err != nil {
		t.Fatal(err)
	}
	expected := map[string]any{
		"text": "literal {{user.email}}", "plan": "pro", "yes": true, "nothing": nil, "absent": nil, "pointer": 7.0,
		"int": -3.0, "uint8": 200.0, "max": 9007199254740991.0, "float": 0.5, "json": 100.0,
		"strings": []any{"a", "b"}, "mixed": []any{1.0, "two", []any{}}, "box": map[string]any{"a": 1.0},
		"typed": mintmark.Expr("user.email"), "greeting": mintmark.Text("Hello {{user.name}}"),
		"fallen": mintmark.Dynamic{Expression: "tenant.name", Fallback: "nowhere"},
		"null":   mintmark.Dynamic{Expression: "tenant.name", Fallback: mintmark.Null{}},
	}
	if !reflect.DeepEqual(back, expected) {
		t.Errorf("%#v", back)
	}
}

func TestWhatIsNoClaimValueIsRefusedWithItsPath(t *testing.T) {
	deep := any("bottom")
	for range 25 {
		deep = []any{deep}
	}
	for text, value := range map[string]any{
		"a.b[1]: a number has to be finite":           map[string]any{"b": []any{1, math.NaN()}},
		"a: a number has to be finite":                int64(1 << 53),
		"a: a number has to be finite and":            uint64(math.MaxUint64),
		"a: a number has to be finite and at":         math.Inf(-1),
		"a: a chan int is no claim value":             make(chan int),
		"a: an object's keys are text, not int":       map[int]string{1: "x"},
		"a: a Dynamic is an expression or a text":     mintmark.Dynamic{},
		"nested deeper than 24":                       deep,
		`a: strconv.ParseFloat: parsing "x": invalid`: json.Number("x"),
	} {
		if _, err := mintmark.Claims(map[string]any{"a": value}); err == nil || !strings.Contains(err.Error(), text) {
			t.Errorf("%q: %v", text, err)
		}
	}
	if _, err := mintmark.FromValue(&v1.ClaimValue{}); err == nil {
		t.Error("a value of no kind was read")
	}
	unknown := &v1.ClaimValue{Kind: &v1.ClaimValue_Dynamic{Dynamic: &v1.DynamicValue{}}}
	if _, err := mintmark.FromValue(unknown); err == nil {
		t.Error("a dynamic value of no kind was read")
	}
}
