// Package faulty makes system calls of SQLite fail, so that tests see what a full
// disk, a failing one and a file system without locks do to a database. SQLite
// has a door for this, xSetSystemCall of its VFS; it exists on Linux only here.
package faulty
