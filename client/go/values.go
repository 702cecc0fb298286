package mintmark

import (
	"encoding/json"
	"fmt"
	"math"
	"reflect"
	"sort"

	"google.golang.org/protobuf/types/known/structpb"

	v1 "mintmark.dev/client/go/v1"
)

const (
	maxDepth  = 24
	maxNumber = 1<<53 - 1
)

// Dynamic is a value that the service computes at each issue: a CEL expression, which keeps its type, or text with {{expression}} parts.
type Dynamic struct {
	Expression string
	Text       string
	// Fallback stands in when the value is missing or null; nil is none.
	Fallback any
}

// Expr is a CEL expression, such as Expr("user.email").
func Expr(expression string) Dynamic { return Dynamic{Expression: expression} }

// Text is text with {{expression}} parts, such as Text("Hello {{user.name}}").
func Text(text string) Dynamic { return Dynamic{Text: text} }

// Null is a literal null as a fallback, where nil means none.
type Null struct{}

// Claims makes a claims object of a map: nil, bool, string, numbers, slices, maps with text keys, Dynamic, at most 24 deep.
func Claims(claims map[string]any) (*v1.ClaimStruct, error) {
	value, err := toValue(reflect.ValueOf(claims), "", 0)
	if err != nil {
		return nil, err
	}
	return value.GetStruct(), nil
}

// ToValue makes one claim value.
func ToValue(value any) (*v1.ClaimValue, error) { return toValue(reflect.ValueOf(value), "", 0) }

// FromValue is the way back: nil, bool, string, float64, []any, map[string]any, Dynamic. It fails on a kind that this version does not know.
func FromValue(value *v1.ClaimValue) (any, error) { return fromValue(value, "") }

// FromClaims is the way back from a claims object or a template's claims (GetFields, GetClaims).
func FromClaims(claims map[string]*v1.ClaimValue) (map[string]any, error) {
	return fromFields(claims, "")
}

func toValue(value reflect.Value, path string, depth int) (*v1.ClaimValue, error) {
	if depth > maxDepth {
		return nil, fmt.Errorf("mintmark: %s is nested deeper than %d", path, maxDepth)
	}
	for value.Kind() == reflect.Interface || value.Kind() == reflect.Pointer {
		if value.IsNil() {
			value = reflect.Value{}
			break
		}
		value = value.Elem()
	}
	if !value.IsValid() {
		return &v1.ClaimValue{Kind: &v1.ClaimValue_Null{Null: structpb.NullValue_NULL_VALUE}}, nil
	}
	switch special := value.Interface().(type) {
	case Null:
		return toValue(reflect.Value{}, path, depth)
	case Dynamic:
		return toDynamic(special, path, depth)
	case json.Number:
		number, err := special.Float64()
		if err != nil {
			return nil, fmt.Errorf("mintmark: %s: %w", path, err)
		}
		return toNumber(number, path)
	}
	switch value.Kind() {
	case reflect.Bool:
		return &v1.ClaimValue{Kind: &v1.ClaimValue_Bool{Bool: value.Bool()}}, nil
	case reflect.String:
		return &v1.ClaimValue{Kind: &v1.ClaimValue_String_{String_: value.String()}}, nil
	case reflect.Int, reflect.Int8, reflect.Int16, reflect.Int32, reflect.Int64:
		return toNumber(float64(value.Int()), path)
	case reflect.Uint, reflect.Uint8, reflect.Uint16, reflect.Uint32, reflect.Uint64:
		return toNumber(float64(value.Uint()), path)
	case reflect.Float32, reflect.Float64:
		return toNumber(value.Float(), path)
	case reflect.Slice, reflect.Array:
		return toList(value, path, depth)
	case reflect.Map:
		return toStruct(value, path, depth)
	default:
		return nil, fmt.Errorf("mintmark: %s: a %s is no claim value; use maps, slices, text, numbers, booleans, nil or Dynamic", path, value.Type())
	}
}

func toNumber(number float64, path string) (*v1.ClaimValue, error) {
	if math.IsNaN(number) || math.Abs(number) > maxNumber {
		return nil, fmt.Errorf("mintmark: %s: a number has to be finite and at most 2^53-1 in magnitude; send it as text", path)
	}
	return &v1.ClaimValue{Kind: &v1.ClaimValue_Number{Number: number}}, nil
}

func toDynamic(dynamic Dynamic, path string, depth int) (*v1.ClaimValue, error) {
	made := &v1.DynamicValue{}
	switch {
	case (dynamic.Expression == "") == (dynamic.Text == ""):
		return nil, fmt.Errorf("mintmark: %s: a Dynamic is an expression or a text, one of them", path)
	case dynamic.Expression != "":
		made.Kind = &v1.DynamicValue_Expression{Expression: dynamic.Expression}
	default:
		made.Kind = &v1.DynamicValue_Text{Text: dynamic.Text}
	}
	if dynamic.Fallback != nil {
		fallback, err := toValue(reflect.ValueOf(dynamic.Fallback), path, depth)
		if err != nil {
			return nil, err
		}
		made.Fallback = fallback
	}
	return &v1.ClaimValue{Kind: &v1.ClaimValue_Dynamic{Dynamic: made}}, nil
}

func toList(list reflect.Value, path string, depth int) (*v1.ClaimValue, error) {
	made := &v1.ClaimList{}
	for index := range list.Len() {
		element, err := toValue(list.Index(index), fmt.Sprintf("%s[%d]", path, index), depth+1)
		if err != nil {
			return nil, err
		}
		made.Values = append(made.Values, element)
	}
	return &v1.ClaimValue{Kind: &v1.ClaimValue_List{List: made}}, nil
}

func toStruct(members reflect.Value, path string, depth int) (*v1.ClaimValue, error) {
	if members.Type().Key().Kind() != reflect.String {
		return nil, fmt.Errorf("mintmark: %s: an object's keys are text, not %s", path, members.Type().Key())
	}
	keys := members.MapKeys()
	sort.Slice(keys, func(i, j int) bool { return keys[i].String() < keys[j].String() })
	made := &v1.ClaimStruct{Fields: make(map[string]*v1.ClaimValue, len(keys))}
	for _, key := range keys {
		member, err := toValue(members.MapIndex(key), join(path, key.String()), depth+1)
		if err != nil {
			return nil, err
		}
		made.Fields[key.String()] = member
	}
	return &v1.ClaimValue{Kind: &v1.ClaimValue_Struct{Struct: made}}, nil
}

func fromValue(value *v1.ClaimValue, path string) (any, error) {
	switch kind := value.GetKind().(type) {
	case *v1.ClaimValue_Null:
		return nil, nil
	case *v1.ClaimValue_Bool:
		return kind.Bool, nil
	case *v1.ClaimValue_String_:
		return kind.String_, nil
	case *v1.ClaimValue_Number:
		return kind.Number, nil
	case *v1.ClaimValue_List:
		list := make([]any, 0, len(kind.List.GetValues()))
		for index, value := range kind.List.GetValues() {
			element, err := fromValue(value, fmt.Sprintf("%s[%d]", path, index))
			if err != nil {
				return nil, err
			}
			list = append(list, element)
		}
		return list, nil
	case *v1.ClaimValue_Struct:
		return fromFields(kind.Struct.GetFields(), path)
	case *v1.ClaimValue_Dynamic:
		return fromDynamic(kind.Dynamic, path)
	default:
		return nil, fmt.Errorf("mintmark: %s has a kind of value that this version of the client does not know; update it", path)
	}
}

func fromFields(fields map[string]*v1.ClaimValue, path string) (map[string]any, error) {
	members := make(map[string]any, len(fields))
	for key, value := range fields {
		member, err := fromValue(value, join(path, key))
		if err != nil {
			return nil, err
		}
		members[key] = member
	}
	return members, nil
}

func fromDynamic(dynamic *v1.DynamicValue, path string) (any, error) {
	made := Dynamic{Expression: dynamic.GetExpression(), Text: dynamic.GetText()}
	if dynamic.GetKind() == nil {
		return nil, fmt.Errorf("mintmark: %s has a kind of dynamic value that this version of the client does not know; update it", path)
	}
	if dynamic.Fallback == nil {
		return made, nil
	}
	fallback, err := fromValue(dynamic.GetFallback(), path)
	if err != nil {
		return nil, err
	}
	if made.Fallback = fallback; fallback == nil {
		made.Fallback = Null{}
	}
	return made, nil
}

func join(path, key string) string {
	if path == "" {
		return key
	}
	return path + "." + key
}
