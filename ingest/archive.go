package ingest

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path"
	"slices"
	"strings"

	"github.com/klauspost/compress/zip"
)

// isArchive tells a zip archive by its first bytes.
func isArchive(path string) bool {
	if isStream(path) { // looking would take its first bytes away
		return false
	}
	f, err := os.Open(path)
	if err != nil {
		return false
	}
	defer f.Close()
	magic := make([]byte, 4)
	_, err = io.ReadFull(f, magic)
	return err == nil && isZip(magic)
}

// isZip tells an archive by its first bytes: of its first member, or of the directory of an empty one.
func isZip(magic []byte) bool {
	return bytes.HasPrefix(magic, []byte("PK\x03\x04")) || bytes.HasPrefix(magic, []byte("PK\x05\x06"))
}

// archive imports the data files of an archive one after the other. One whose
// directory is lost, because it is cut off, is read from its beginning as far as
// it goes. The limit of decompressed bytes is for all its members together.
func (im *Importer) archive(ctx context.Context, r *Report, file string) error {
	given, taken := new(int64), new(int64)
	most := im.o.ArchiveEntries
	if most > 0 && directoryBytes(file) > int64(most)*entryBytes {
		im.archiveProblem(r, file, tooManyEntries(most), true)
		return nil
	}
	z, err := zip.OpenReader(file)
	if err != nil {
		return im.cutArchive(ctx, r, file, given)
	}
	defer z.Close()
	if most > 0 && len(z.File) > most {
		im.archiveProblem(r, file, tooManyEntries(most), true)
		return nil
	}
	members := slices.DeleteFunc(slices.Clone(z.File), func(m *zip.File) bool { return !isMember(m.Name) })
	slices.SortFunc(members, func(a, b *zip.File) int { return strings.Compare(a.Name, b.Name) })
	for _, m := range members {
		if err := im.source(ctx, r, im.member(file, m, given, taken)); err != nil {
			return err
		}
	}
	if len(members) == 0 {
		im.archiveProblem(r, file, fmt.Sprintf("holds no data files (%s, also behind .gz or .zst)", strings.Join(endings, ", ")), true)
	}
	return nil
}

func tooManyEntries(limit int) string {
	return fmt.Sprintf("holds more than %d files; raise limits.archive_entries to read it, or unpack it", limit)
}

// isMember reports whether a member of an archive is read: as in folders, a data file that is not hidden.
func isMember(name string) bool {
	if strings.HasSuffix(name, "/") || !isData(name) || path.Ext(strings.ToLower(name)) == ".zip" {
		return false
	}
	for _, part := range strings.Split(name, "/") {
		if strings.HasPrefix(part, ".") || part == "__MACOSX" {
			return false
		}
	}
	return true
}

// member is the source of a member; given and taken count the bytes of the archive's
// members, decompressed and as they are packed.
func (im *Importer) member(file string, m *zip.File, given, taken *int64) source {
	before, packed := int64(-1), int64(0) // given and taken when the member is first opened
	return source{path: file + "/" + m.Name, open: func() (io.ReadCloser, int64, error) {
		if before >= 0 {
			*given = before
		}
		before = *given
		if packed == 0 {
			*taken += int64(m.CompressedSize64)
			packed = *taken
		}
		if m.Flags&1 != 0 {
			return nil, 0, errEncrypted
		}
		r, err := m.Open()
		if err != nil {
			return nil, 0, err
		}
		return memberReader{&bounded{unpacked{r, "zip"}, im.o.expansion(), given, func() int64 { return packed }}, r}, int64(m.UncompressedSize64), nil
	}}
}

var errEncrypted = errors.New("is encrypted; unpack the archive with its password first")

// memberReader reads a member within the limit of its archive.
type memberReader struct {
	io.Reader
	io.Closer
}

// cutArchive imports the members of an archive without a directory.
func (im *Importer) cutArchive(ctx context.Context, r *Report, file string, given *int64) error {
	f, err := os.Open(file)
	if err != nil {
		im.archiveProblem(r, file, cause(err), true)
		return nil
	}
	defer f.Close()
	size := int64(0)
	if info, err := f.Stat(); err == nil {
		size = info.Size()
	}
	z := newZipStream(f, func(r io.Reader) io.Reader {
		return &bounded{unpacked{r, "zip"}, im.o.expansion(), given, func() int64 { return size }}
	})
	read := 0
	for {
		name, body, err := z.next()
		if err != nil {
			problem := "the archive is cut off or damaged: its members were read as far as they go"
			if d := (*damage)(nil); errors.As(err, &d) {
				err = d.err
			}
			if !errors.Is(err, io.EOF) && !errors.Is(err, io.ErrUnexpectedEOF) {
				problem += " (" + err.Error() + ")"
			}
			im.archiveProblem(r, file, problem, read == 0)
			return nil
		}
		if !isMember(name) {
			continue
		}
		if read++; im.o.ArchiveEntries > 0 && read > im.o.ArchiveEntries {
			im.archiveProblem(r, file, tooManyEntries(im.o.ArchiveEntries), false)
			return nil
		}
		member := source{file + "/" + name, true, func() (io.ReadCloser, int64, error) {
			return io.NopCloser(body), 0, nil
		}}
		if err := im.source(ctx, r, member); err != nil {
			return err
		}
	}
}

// archiveProblem reports what is wrong with an archive as a whole.
func (im *Importer) archiveProblem(r *Report, file, problem string, unreadable bool) {
	f := &FileReport{Path: file, Errors: []RecordError{}, Problem: problem, unreadable: unreadable}
	r.Files = append(r.Files, f)
	if im.o.Problem != nil {
		im.o.Problem(file, 0, problem)
	}
}
