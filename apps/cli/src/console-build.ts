import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('../../..', import.meta.url))
const SOURCES = ['apps/console', 'packages/web-kit', 'packages/contract', 'packages/kernel', 'package-lock.json']
const SKIPPED = new Set(['dist', 'node_modules'])

/** Builds the console when its sources have changed since the last build; answers the folder to serve. */
export async function ensureConsoleBuilt(onStart: () => void = () => undefined): Promise<string> {
  const dist = join(root, 'apps/console/dist')
  const stamp = join(dist, '.sources')
  const hash = hashSources()
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === hash) return dist
  onStart()
  await runVite()
  writeFileSync(stamp, hash)
  return dist
}

function hashSources(): string {
  const hash = createHash('sha256')
  for (const file of SOURCES.flatMap((source) => filesOf(join(root, source)))) {
    hash.update(file)
    hash.update(readFileSync(file))
  }
  return hash.digest('hex')
}

/** The file itself, or the files below the folder, in a fixed order. */
function filesOf(path: string): string[] {
  if (!existsSync(path)) return []
  if (statSync(path).isFile()) return [path]
  return readdirSync(path, { withFileTypes: true })
    .filter((entry) => !SKIPPED.has(entry.name))
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => filesOf(join(path, entry.name)))
}

function runVite(): Promise<void> {
  const vite = join(createRequire(import.meta.url).resolve('vite/package.json'), '../bin/vite.js')
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vite, 'build', '--logLevel', 'error'], {
      cwd: join(root, 'apps/console'),
      // Whoever starts it (a test runner sets `test`), what is served is the production build.
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit'],
    })
    child.once('error', reject)
    child.once('exit', (code) => (code === 0 ? resolve() : reject(new Error('控制台构建失败，见上方输出'))))
  })
}
