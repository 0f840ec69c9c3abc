package main

// Runs importHalls of another file with the partner: `import_pool URL first last workers times`.
// Prints a line for each import: what was found, the error, and the goroutines after it.

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"runtime"
	"strconv"
	"time"
)

type line struct {
	Found      int
	Error      string
	Goroutines int
}

func main() {
	url, first, last, workers, times := os.Args[1], number(2), number(3), number(4), number(5)
	client := &http.Client{Transport: &http.Transport{DisableKeepAlives: true}}
	ask := func(ctx context.Context, hall int) (int, error) {
		return seats(ctx, client, fmt.Sprintf("%s/halls/%d", url, hall))
	}
	halls := []int{}
	for hall := first; hall <= last; hall++ {
		halls = append(halls, hall)
	}
	said := []line{{Goroutines: runtime.NumGoroutine()}}
	for range times {
		found, err := importHalls(context.Background(), halls, workers, ask)
		time.Sleep(300 * time.Millisecond) // the program goes on
		each := line{Found: len(found), Goroutines: runtime.NumGoroutine()}
		if err != nil {
			each.Error = err.Error()
		}
		said = append(said, each)
	}
	if err := json.NewEncoder(os.Stdout).Encode(said); err != nil {
		panic(err)
	}
}

func seats(ctx context.Context, client *http.Client, path string) (int, error) {
	request, err := http.NewRequestWithContext(ctx, "GET", path, nil)
	if err != nil {
		return 0, err
	}
	response, err := client.Do(request)
	if err != nil {
		return 0, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return 0, fmt.Errorf("%s: %s", request.URL.Path, response.Status)
	}
	var body struct {
		SeatsLeft int `json:"seats_left"`
	}
	err = json.NewDecoder(response.Body).Decode(&body)
	return body.SeatsLeft, err
}

func number(argument int) int {
	value, err := strconv.Atoi(os.Args[argument])
	if err != nil {
		panic(err)
	}
	return value
}
