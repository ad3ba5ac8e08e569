package tiledlog

import (
	"fmt"
	"io"
	"net/http"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"time"
)

// A Fetch returns the bytes at a path under the prefix of a log, e.g. "checkpoint" or "tile/0/000".
type Fetch func(path string) ([]byte, error)

// At returns the Fetch for a log at an http, https or file URL.
func At(prefix string) (Fetch, error) {
	u, err := url.Parse(prefix)
	if err != nil {
		return nil, err
	}
	switch u.Scheme {
	case "http", "https":
		client := &http.Client{Timeout: 30 * time.Second}
		base := strings.TrimSuffix(prefix, "/") + "/"
		return func(path string) ([]byte, error) { return get(client, base+path) }, nil
	case "file":
		return func(path string) ([]byte, error) {
			return os.ReadFile(filepath.Join(u.Path, filepath.FromSlash(path)))
		}, nil
	}
	return nil, fmt.Errorf("%s: want an http, https or file URL", prefix)
}

func get(client *http.Client, address string) ([]byte, error) {
	answer, err := client.Get(address)
	if err != nil {
		return nil, err
	}
	defer answer.Body.Close()
	if answer.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", address, answer.Status)
	}
	return io.ReadAll(answer.Body)
}

// Kept fetches each path once, and answers from memory when it is asked for again.
func Kept(fetch Fetch) Fetch {
	kept := make(map[string][]byte)
	return func(path string) ([]byte, error) {
		if data, ok := kept[path]; ok {
			return data, nil
		}
		data, err := fetch(path)
		if err == nil {
			kept[path] = data
		}
		return data, err
	}
}
