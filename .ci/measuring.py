"""What .ci/peers and .ci/growth share: the built binary, generated data, measured runs."""
import os, subprocess, sys, time

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def build(folder, plain=False):
    """Builds chatcops and returns its path: as .ci/release does, with a profile, which takes
    minutes the first time, or plain, as go install does."""
    binary = os.path.join(folder, "chatcops")
    profile = "off" if plain else os.path.join(".ci", "import.pgo")
    subprocess.run(["go", "build", "-trimpath", "-pgo=" + profile, "-ldflags", "-s -w", "-o", binary, "."], cwd=ROOT, check=True, env=dict(os.environ, CGO_ENABLED="0"))
    return binary


def generate(conversations, format, path):
    """Writes conversations in a format of internal/demo/gen."""
    subprocess.run(["go", "run", "./internal/demo/gen", "-n", str(conversations), "-format", format, "-o", path],
                   cwd=ROOT, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


def cached(path):
    """Reads a file once, so that no run waits for the disk."""
    with open(path, "rb") as f:
        while f.read(1 << 20):
            pass


def measure(command):
    """Runs a command: wall seconds, processor seconds, peak memory in MB. It is started by
    a small process of its own, since the system counts to its peak what the process that
    starts it has."""
    p = subprocess.run([sys.executable, "-IS", os.path.abspath(__file__), *command], stdout=subprocess.PIPE, text=True)
    if p.returncode != 0:
        sys.exit(p.returncode)
    return [float(x) for x in p.stdout.split()]


def run(command):
    """Prints what measure returns."""
    start = time.perf_counter()
    p = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE)
    said = p.stderr.read()
    _, status, used = os.wait4(p.pid, 0)
    p.returncode = status
    if status != 0:
        sys.exit("%s failed: %s" % (os.path.basename(command[0]), said.decode(errors="replace")[-500:]))
    unit = 1 if sys.platform == "darwin" else 1024  # of ru_maxrss
    print(time.perf_counter() - start, used.ru_utime + used.ru_stime, used.ru_maxrss * unit / 1e6)


class Table:
    """Prints rows as they come: columns for a person, or Markdown for the documents."""

    def __init__(self, markdown, *titles):
        self.markdown, self.widths = markdown, [max(8, len(t)) for t in titles]
        self.widths[0] = max(16, self.widths[0])
        self.row(*titles)
        if markdown:
            self.row("---", *["---:" for _ in titles[1:]])

    def row(self, *cells):
        if self.markdown:
            print("| " + " | ".join(cells) + " |")
        else:
            print("  ".join([cells[0].ljust(self.widths[0])] + [c.rjust(w) for c, w in zip(cells[1:], self.widths[1:])]))
        sys.stdout.flush()


def remove(folder, prefix):
    """Removes a database and what is beside it."""
    for file in os.listdir(folder):
        if file.startswith(prefix):
            os.remove(os.path.join(folder, file))


if __name__ == "__main__":
    run(sys.argv[1:])
