import { spawn } from 'node:child_process'

/*
 * A tiny shell that outlives us by design. It reads our pipe; when the pipe closes without a "done", we were killed,
 * and it ends what we started: last started first, SIGTERM, 12 s to stop in order, SIGKILL to it and its group.
 */
const script = `
watched=
while read -r verb pid; do
  case $verb in
    watch) watched="$pid $watched" ;;
    forget) left=; for p in $watched; do [ "$p" = "$pid" ] || left="$left $p"; done; watched=$left ;;
    done) exit 0 ;;
  esac
done
for p in $watched; do
  kill -TERM "$p" 2>/dev/null || continue
  n=0
  while kill -0 "$p" 2>/dev/null && [ $n -lt 60 ]; do sleep 0.2; n=$((n + 1)); done
  kill -KILL -- "-$p" "$p" 2>/dev/null
done
`

let guardian

/** Puts a child under guard: it will not outlive this process, however this process ends. */
export function guard(child) {
  if (process.platform === 'win32') return
  if (!guardian) {
    guardian = spawn('/bin/sh', ['-c', script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] })
    guardian.stdin.on('error', () => {})
    guardian.unref()
    guardian.stdin.unref?.()
  }
  guardian.stdin.write(`watch ${child.pid}\n`)
  child.once('exit', () => guardian.stdin.write(`forget ${child.pid}\n`))
}
