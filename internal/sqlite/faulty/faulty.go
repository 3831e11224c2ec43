//go:build linux

package faulty

import (
	"errors"
	"sync/atomic"
	"syscall"
	"unsafe"

	"modernc.org/libc"
	lib "modernc.org/sqlite/lib"
)

// Call is a kind of system call.
type Call int

// The calls that can fail.
const (
	Write    Call = iota // of database, journal and log
	Read                 //
	Lock                 // asking for a lock, not giving one back
	Truncate             //
	calls
)

// plan says what becomes of the calls of one kind: after so many that work, so
// many fail. Every process has one; tests that use it do not run in parallel.
type plan struct {
	works, fails atomic.Int64
	with         atomic.Int64 // the errno
}

var plans [calls]plan

// Fail makes calls fail with an error: all that come after works of them, or as
// many as fails if that is positive.
func Fail(call Call, with syscall.Errno, works, fails int64) {
	if fails <= 0 {
		fails = 1 << 62
	}
	p := &plans[call]
	p.with.Store(int64(with))
	p.works.Store(works)
	p.fails.Store(fails)
}

// Heal makes all calls work again. It reports whether any failed since Fail.
func Heal() (failed bool) {
	for i := range plans {
		p := &plans[i]
		failed = failed || hit.Load()
		p.works.Store(0)
		p.fails.Store(0)
	}
	hit.Store(false)
	return failed
}

var hit atomic.Bool

// fails counts a call and sets errno if it is one of those that fail.
func (p *plan) failing(tls *libc.TLS) bool {
	if p.fails.Load() == 0 || p.works.Add(-1) >= 0 || p.fails.Add(-1) < 0 {
		return false
	}
	hit.Store(true)
	*(*int32)(address(libc.X__errno_location(tls))) = int32(p.with.Load())
	return true
}

// address turns an address outside of Go's memory into a pointer.
func address(p uintptr) unsafe.Pointer { return *(*unsafe.Pointer)(unsafe.Pointer(&p)) }

type (
	transfer   = func(tls *libc.TLS, fd int32, p uintptr, n lib.Tsize_t) lib.Tssize_t
	transferAt = func(tls *libc.TLS, fd int32, p uintptr, n lib.Tsize_t, at lib.Toff_t) lib.Tssize_t
	control    = func(tls *libc.TLS, fd, command int32, arguments uintptr) int32
	truncate   = func(tls *libc.TLS, fd int32, n lib.Toff_t) int32
)

// wrap puts a function in the place of a system call. The function value must be
// a variable that lives for ever: SQLite holds its address.
func wrap[F any](tls *libc.TLS, name string, with func(real F) F) error {
	vfs := lib.Xsqlite3_vfs_find(tls, 0)
	v := (*lib.Tsqlite3_vfs)(address(vfs))
	text, err := libc.CString(name)
	if err != nil {
		return err
	}
	defer libc.Xfree(tls, text)
	get := *(*func(*libc.TLS, uintptr, uintptr) uintptr)(unsafe.Pointer(&struct{ uintptr }{v.FxGetSystemCall}))
	set := *(*func(*libc.TLS, uintptr, uintptr, uintptr) int32)(unsafe.Pointer(&struct{ uintptr }{v.FxSetSystemCall}))
	old := get(tls, vfs, text)
	if old == 0 {
		return nil // this build of SQLite does not use it
	}
	real := *(*F)(unsafe.Pointer(&struct{ uintptr }{old}))
	f := with(real)
	kept = append(kept, f)
	if rc := set(tls, vfs, text, *(*uintptr)(unsafe.Pointer(&f))); rc != lib.SQLITE_OK {
		return errors.New("SQLite does not take another " + name)
	}
	return nil
}

var kept []any

// Install puts the calls that may fail in the place of the real ones.
func Install() error {
	tls := libc.NewTLS()
	defer tls.Close()
	moved := func(name string, p *plan) error {
		return wrap(tls, name, func(real transfer) transfer {
			return func(tls *libc.TLS, fd int32, b uintptr, n lib.Tsize_t) lib.Tssize_t {
				if p.failing(tls) {
					return -1
				}
				return real(tls, fd, b, n)
			}
		})
	}
	movedAt := func(name string, p *plan) error {
		return wrap(tls, name, func(real transferAt) transferAt {
			return func(tls *libc.TLS, fd int32, b uintptr, n lib.Tsize_t, at lib.Toff_t) lib.Tssize_t {
				if p.failing(tls) {
					return -1
				}
				return real(tls, fd, b, n, at)
			}
		})
	}
	return errors.Join(
		moved("write", &plans[Write]), movedAt("pwrite", &plans[Write]), movedAt("pwrite64", &plans[Write]),
		moved("read", &plans[Read]), movedAt("pread", &plans[Read]), movedAt("pread64", &plans[Read]),
		wrap(tls, "ftruncate", func(real truncate) truncate {
			return func(tls *libc.TLS, fd int32, n lib.Toff_t) int32 {
				if plans[Truncate].failing(tls) {
					return -1
				}
				return real(tls, fd, n)
			}
		}),
		wrap(tls, "fcntl", func(real control) control {
			return func(tls *libc.TLS, fd, command int32, arguments uintptr) int32 {
				if command == syscall.F_SETLK && !unlocks(arguments) && plans[Lock].failing(tls) {
					return -1
				}
				return real(tls, fd, command, arguments)
			}
		}),
	)
}

// unlocks reports whether the lock that variadic arguments point to gives one back.
func unlocks(arguments uintptr) bool {
	lock := (*syscall.Flock_t)(address(*(*uintptr)(address(arguments))))
	return lock.Type == syscall.F_UNLCK
}
