// Command interop executes scenarios with this client and go-jose, and writes what came back. tests/interop/README.md has the protocol.
package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"io"
	"log"
	"net/http"
	"os"
	"regexp"
	"strconv"
	"strings"
	"time"

	"google.golang.org/grpc"
	"google.golang.org/protobuf/encoding/protojson"
	"google.golang.org/protobuf/proto"
	"google.golang.org/protobuf/reflect/protoreflect"
	"google.golang.org/protobuf/reflect/protoregistry"

	mintmark "mintmark.dev/client/go"
	"mintmark.dev/client/go/verify"
)

const library = "go-jose 4"

type scenario struct {
	Name  string            `json:"name"`
	Steps []json.RawMessage `json:"steps"`
}

type outcome struct {
	Name     string            `json:"name"`
	Captures map[string]string `json:"captures"`
	Steps    []result          `json:"steps"`
	Failed   string            `json:"failed,omitempty"`
}

type step struct {
	Call       string            `json:"call"`
	Request    json.RawMessage   `json:"request"`
	Requests   []json.RawMessage `json:"requests"`
	Take       int               `json:"take"`
	TimeoutMS  int               `json:"timeout_ms"`
	Credential *string           `json:"credential"`
	Capture    map[string]string `json:"capture"`
	Verify     *struct {
		Token    string      `json:"token"`
		Issuer   string      `json:"issuer"`
		Kind     verify.Kind `json:"kind"`
		Audience string      `json:"audience"`
	} `json:"verify"`
	HTTP *struct {
		Method string          `json:"method"`
		URL    string          `json:"url"`
		Body   json.RawMessage `json:"body"`
	} `json:"http"`
}

// result is a step's, its members as in the protocol.
type result map[string]any

type run struct {
	target     string
	credential string
	clients    map[string]*mintmark.Client
	verifiers  map[string]*verify.Verifier
	captures   map[string]string
}

func main() {
	log.SetFlags(0)
	target := flag.String("target", "", "host:port of the service")
	credentialFile := flag.String("credential-file", "", "a file with the caller's credential")
	source := flag.String("scenarios", "", "the scenarios, JSON")
	out := flag.String("out", "", "where to write the results")
	flag.Parse()
	if err := execute(*target, *credentialFile, *source, *out); err != nil {
		log.Fatal(err)
	}
}

func execute(target, credentialFile, source, out string) error {
	credential, err := os.ReadFile(credentialFile)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(source)
	if err != nil {
		return err
	}
	var document struct{ Scenarios []scenario }
	if err := json.Unmarshal(text, &document); err != nil {
		return err
	}
	outcomes := make([]outcome, 0, len(document.Scenarios))
	for _, scenario := range document.Scenarios {
		outcomes = append(outcomes, runScenario(scenario, target, strings.TrimSpace(string(credential))))
	}
	written, err := json.Marshal(map[string]any{"language": "go", "library": library, "scenarios": outcomes})
	if err != nil {
		return err
	}
	return os.WriteFile(out, written, 0o600)
}

func runScenario(scenario scenario, target, credential string) outcome {
	run := run{target, credential, map[string]*mintmark.Client{}, map[string]*verify.Verifier{}, map[string]string{}}
	defer run.close()
	done := outcome{Name: scenario.Name, Captures: run.captures, Steps: []result{}}
	for _, text := range scenario.Steps {
		result, err := run.execute(text)
		if err != nil {
			done.Failed = err.Error()
			break
		}
		done.Steps = append(done.Steps, result)
	}
	return done
}

func (r *run) close() {
	for _, client := range r.clients {
		_ = client.Close()
	}
}

func (r *run) execute(text json.RawMessage) (result, error) {
	filled, err := r.fill(text)
	if err != nil {
		return nil, err
	}
	var step step
	decoder := json.NewDecoder(bytes.NewReader(filled))
	decoder.DisallowUnknownFields()
	if err := decoder.Decode(&step); err != nil {
		return nil, err
	}
	var done result
	switch {
	case step.Call != "":
		done, err = r.call(step)
	case step.Verify != nil:
		done, err = r.verify(step)
	case step.HTTP != nil:
		done, err = fetch(step)
	default:
		err = fmt.Errorf("unknown step %s", text)
	}
	if err != nil {
		return nil, err
	}
	return done, r.capture(step.Capture, done)
}

var variable = regexp.MustCompile(`\$\{([^}]+)\}`)

// fill replaces captures in all strings.
func (r *run) fill(text json.RawMessage) ([]byte, error) {
	var missing error
	filled := variable.ReplaceAllFunc(text, func(found []byte) []byte {
		value, ok := r.captures[string(found[2:len(found)-1])]
		if !ok {
			missing = fmt.Errorf("nothing is captured as %s", found)
		}
		quoted, _ := json.Marshal(value) // A string always has a JSON form.
		return quoted[1 : len(quoted)-1]
	})
	return filled, missing
}

func (r *run) capture(paths map[string]string, done result) error {
	if len(paths) == 0 {
		return nil
	}
	var root any
	for _, member := range []string{"response", "responses", "http", "verified"} {
		if done[member] != nil {
			text, err := json.Marshal(done[member])
			if err != nil {
				return err
			}
			decoder := json.NewDecoder(bytes.NewReader(text))
			decoder.UseNumber()
			if err := decoder.Decode(&root); err != nil {
				return err
			}
		}
	}
	for name, path := range paths {
		node := root
		for part := range strings.SplitSeq(path, ".") {
			switch parent := node.(type) {
			case map[string]any:
				node = parent[part]
			case []any:
				index, err := strconv.Atoi(part)
				if err != nil || index >= len(parent) {
					return fmt.Errorf("there is no %s to capture in %v", path, done)
				}
				node = parent[index]
			default:
				node = nil
			}
		}
		switch value := node.(type) {
		case nil:
			return fmt.Errorf("there is no %s to capture in %v", path, done)
		case string:
			r.captures[name] = value
		default:
			text, err := json.Marshal(value)
			if err != nil {
				return err
			}
			r.captures[name] = string(text)
		}
	}
	return nil
}

func (r *run) client(credential string) (*mintmark.Client, error) {
	if client := r.clients[credential]; client != nil {
		return client, nil
	}
	client, err := mintmark.New(r.target, mintmark.WithCredential(credential))
	if err == nil {
		r.clients[credential] = client
	}
	return client, err
}

func (r *run) call(step step) (result, error) {
	method, requests, err := prepare(step)
	if err != nil {
		return nil, err
	}
	credential := r.credential
	if step.Credential != nil {
		credential = *step.Credential
	}
	client, err := r.client(credential)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	if step.TimeoutMS > 0 {
		ctx, cancel = context.WithTimeout(ctx, time.Duration(step.TimeoutMS)*time.Millisecond)
	}
	defer cancel()
	if !method.IsStreamingClient() && !method.IsStreamingServer() {
		answer := newMessage(method.Output())
		if err := client.Conn().Invoke(ctx, "/"+step.Call, requests[0], answer); err != nil {
			return failed(err)
		}
		return result{"response": print(answer)}, nil
	}
	answers, err := stream(ctx, client, step, method, requests)
	done := result{}
	if method.IsStreamingServer() {
		done["responses"] = answers
	} else if err == nil {
		done["response"] = answers[0]
	}
	if err != nil {
		refused, err := failed(err)
		if err != nil {
			return nil, err
		}
		done["error"] = refused["error"]
	}
	return done, nil
}

// prepare finds the method in the generated descriptors, and reads the requests.
func prepare(step step) (protoreflect.MethodDescriptor, []proto.Message, error) {
	service, name, _ := strings.Cut(step.Call, "/")
	found, err := protoregistry.GlobalFiles.FindDescriptorByName(protoreflect.FullName(service + "." + name))
	if err != nil {
		return nil, nil, fmt.Errorf("%s: %w", step.Call, err)
	}
	method, ok := found.(protoreflect.MethodDescriptor)
	if !ok {
		return nil, nil, fmt.Errorf("%s is no method", step.Call)
	}
	texts := step.Requests
	if texts == nil {
		texts = []json.RawMessage{step.Request}
	}
	if len(texts) == 1 && texts[0] == nil {
		texts[0] = json.RawMessage("{}")
	}
	requests := make([]proto.Message, 0, len(texts))
	for _, text := range texts {
		request := newMessage(method.Input())
		if err := protojson.Unmarshal(text, request); err != nil {
			return nil, nil, fmt.Errorf("%s: %w", step.Call, err)
		}
		requests = append(requests, request)
	}
	return method, requests, nil
}

func newMessage(descriptor protoreflect.MessageDescriptor) proto.Message {
	found, err := protoregistry.GlobalTypes.FindMessageByName(descriptor.FullName())
	if err != nil {
		panic(err) // The types are generated from the same files as the descriptors.
	}
	return found.New().Interface()
}

func stream(
	ctx context.Context, client *mintmark.Client, step step, method protoreflect.MethodDescriptor, requests []proto.Message,
) ([]json.RawMessage, error) {
	shape := &grpc.StreamDesc{ClientStreams: method.IsStreamingClient(), ServerStreams: method.IsStreamingServer()}
	answers := []json.RawMessage{}
	call, err := client.Conn().NewStream(ctx, shape, "/"+step.Call)
	if err != nil {
		return answers, err
	}
	for _, request := range requests {
		if err := call.SendMsg(request); errors.Is(err, io.EOF) {
			break // RecvMsg has the error.
		} else if err != nil {
			return answers, err
		}
	}
	if err := call.CloseSend(); err != nil {
		return answers, err
	}
	for step.Take == 0 || len(answers) < step.Take {
		answer := newMessage(method.Output())
		if err := call.RecvMsg(answer); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			return answers, err
		}
		answers = append(answers, print(answer))
		if !method.IsStreamingServer() {
			break
		}
	}
	return answers, nil
}

func print(message proto.Message) json.RawMessage {
	text, err := protojson.Marshal(message)
	if err != nil {
		panic(err) // All types that can stand in an Any are linked in.
	}
	return text
}

// failed prints the client's typed error; any other is the runner's own failure.
func failed(err error) (result, error) {
	var refused *mintmark.Error
	if !errors.As(err, &refused) {
		return nil, fmt.Errorf("not the client's error: %w", err)
	}
	printed := result{"code": codeName(refused)}
	put(printed, "reason", refused.Reason)
	put(printed, "request_id", refused.RequestID)
	put(printed, "resource", refused.Resource)
	if refused.RequestID != "" {
		put(printed, "message", refused.Message)
	}
	if refused.RetryDelay != 0 {
		printed["retry_delay_ms"] = refused.RetryDelay.Milliseconds()
	}
	problems := []result{}
	for _, problem := range refused.Problems {
		one := result{}
		put(one, "reason", strings.TrimPrefix(problem.GetReason().String(), "ERROR_REASON_"))
		put(one, "path", problem.GetPath())
		put(one, "message", problem.GetMessage())
		put(one, "hint", problem.GetHint())
		put(one, "suggestion", problem.GetSuggestion())
		put(one, "layer", problem.GetLayer())
		put(one, "line", problem.GetLine())
		put(one, "column", problem.GetColumn())
		put(one, "source_field", problem.GetSourceField())
		if problem.Limit != nil {
			one["limit"] = problem.GetLimit()
		}
		if problem.Actual != nil {
			one["actual"] = problem.GetActual()
		}
		problems = append(problems, one)
	}
	if len(problems) > 0 {
		printed["problems"] = problems
	}
	return result{"error": printed}, nil
}

// codeName returns gRPC's canonical name, as INVALID_ARGUMENT.
func codeName(refused *mintmark.Error) string {
	words := regexp.MustCompile(`([a-z])([A-Z])`).ReplaceAllString(refused.Code.String(), "${1}_${2}")
	return strings.ReplaceAll(strings.ToUpper(words), "CANCELED", "CANCELLED")
}

func put[T comparable](printed result, name string, value T) {
	var zero T
	if value != zero {
		printed[name] = value
	}
}

func (r *run) verify(step step) (result, error) {
	asked := step.Verify
	id := strings.Join([]string{asked.Issuer, string(asked.Kind), asked.Audience}, " ")
	verifier := r.verifiers[id]
	if verifier == nil {
		made, err := verify.New(
			asked.Issuer, verify.WithKinds(asked.Kind), verify.WithAudience(asked.Audience), verify.WithUnknownKeyInterval(0),
		)
		if err != nil {
			return nil, err
		}
		verifier, r.verifiers[id] = made, made
	}
	token, err := verifier.Verify(context.Background(), asked.Token)
	switch {
	case errors.Is(err, verify.ErrUnsupported):
		return result{"unsupported": "Ed25519"}, nil
	case errors.Is(err, verify.ErrRefused):
		return result{"refused": true}, nil
	case err != nil:
		return nil, err
	}
	verified := result{"header": token.Header, "payload": string(token.Payload), "trusted": token.Claims, "untrusted": token.Untrusted}
	return result{"verified": verified}, nil
}

func fetch(step step) (result, error) {
	request, err := http.NewRequest(step.HTTP.Method, step.HTTP.URL, bytes.NewReader(step.HTTP.Body))
	if err != nil {
		return nil, err
	}
	request.Header.Set("content-type", "application/json")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		return nil, err
	}
	var body any = string(text)
	if json.Valid(text) {
		body = json.RawMessage(text)
	}
	return result{"http": result{"status": answer.StatusCode, "body": body}}, nil
}
