package main

// Runs importHalls of another file: with halls that do as they are told.
// Reads scenarios, and prints a report of each.

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"runtime"
	"sync"
	"time"
)

type scenario struct {
	Halls   []int
	Workers int
	Never   []int
	Leaves  int
	After   int
	Cancels int
	Racing  bool
}

type report struct {
	Found      map[int]int
	Answered   map[int]int
	Error      string
	Begun      []int
	Peak       int
	Open       int
	Later      int
	Hung       bool
	Goroutines []int
}

// caller is a context of the caller's own kind: one derived from it listens in a goroutine,
// until it is cancelled itself.
type caller struct{ context.Context }

func (caller) Value(any) any { return nil }

const patience = 2 * time.Second

var errGone = errors.New("the hall has left for good")

func main() {
	var given []scenario
	if err := json.NewDecoder(os.Stdin).Decode(&given); err != nil {
		panic(err)
	}
	said := []report{}
	for _, each := range given {
		if each.Racing {
			said = append(said, racing(each))
		} else {
			said = append(said, told(each))
		}
		if said[len(said)-1].Hung {
			break
		}
	}
	if err := json.NewEncoder(os.Stdout).Encode(said); err != nil {
		panic(err)
	}
}

// Calls that share nothing but what importHalls has them share.
func racing(given scenario) report {
	ask := func(_ context.Context, hall int) (int, error) {
		time.Sleep(time.Millisecond)
		return 10 * hall, nil
	}
	found, err := importHalls(context.Background(), given.Halls, given.Workers, ask)
	return report{Found: found, Error: text(err)}
}

// Halls that do as they are told; what they saw.
func told(given scenario) report {
	base, cancel := context.WithCancel(context.Background())
	defer cancel()
	var lock sync.Mutex
	said := report{Answered: map[int]int{}, Begun: []int{}}
	silent := map[int]bool{}
	for _, hall := range given.Never {
		silent[hall] = true
	}
	asked := make(chan bool) // closed when hall After is asked
	begin := func(hall int) {
		lock.Lock()
		defer lock.Unlock()
		said.Begun = append(said.Begun, hall)
		said.Open++
		said.Peak = max(said.Peak, said.Open)
		if hall == given.After {
			close(asked)
		}
		if hall == given.Cancels {
			cancel()
		}
	}
	end := func(hall, seats int, err error) (int, error) {
		lock.Lock()
		defer lock.Unlock()
		said.Open--
		if err == nil {
			said.Answered[hall] = seats
		}
		return seats, err
	}
	ask := func(ctx context.Context, hall int) (int, error) {
		if ctx.Err() != nil {
			return 0, ctx.Err() // nothing is sent
		}
		begin(hall)
		switch {
		case hall == given.Leaves:
			select {
			case <-asked:
			case <-time.After(patience):
			}
			time.Sleep(20 * time.Millisecond)
			return end(hall, 0, errGone)
		case silent[hall]:
			<-ctx.Done()
			time.Sleep(10 * time.Millisecond) // to hang up takes a moment
			return end(hall, 0, ctx.Err())
		}
		time.Sleep(2 * time.Millisecond)
		return end(hall, 10*(hall%7), nil)
	}
	before := runtime.NumGoroutine()
	done := make(chan error, 1)
	var found map[int]int
	go func() {
		var err error
		found, err = importHalls(caller{base}, given.Halls, given.Workers, ask)
		done <- err
	}()
	select {
	case err := <-done:
		said.Error = text(err)
		if errors.Is(err, errGone) {
			said.Error = errGone.Error()
		} else if errors.Is(err, context.Canceled) {
			said.Error = "context canceled"
		}
		said.Found = found
	case <-time.After(2 * patience):
		said.Hung = true
	}
	lock.Lock()
	seen := said
	seen.Begun = append([]int{}, said.Begun...)
	lock.Unlock()
	for tries := 0; tries < 100 && runtime.NumGoroutine() > before; tries++ {
		time.Sleep(5 * time.Millisecond)
	}
	seen.Goroutines = []int{before, runtime.NumGoroutine()}
	lock.Lock()
	seen.Later = len(said.Begun) - len(seen.Begun)
	lock.Unlock()
	return seen
}

func text(err error) string {
	if err == nil {
		return ""
	}
	return err.Error()
}
