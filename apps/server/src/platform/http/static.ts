import { existsSync, statSync } from 'node:fs'
import { readdir, readFile, rename, stat, writeFile } from 'node:fs/promises'
import { join, sep } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { sendFailure } from './errors.ts'

const TEXT_FILE = /\.(html|js|css|svg|json|map|txt|webmanifest)$/
const MIN_BYTES = 1024
const YEAR = 'public, max-age=31536000, immutable'

const NOT_BUILT = `<!doctype html><html lang="zh-CN"><meta charset="utf-8"><title>医鉴</title>
<body style="font-family:sans-serif;margin:4rem"><h1>医鉴</h1>
<p>服务已启动，控制台尚未构建。请运行 <code>npm run build</code> 后刷新本页。</p>
<p>接口文档：<a href="/api/docs">/api/docs</a></p></body></html>`

/** The console's files, compressed beforehand; any address that is no file and no API answers index.html (the SPA routes itself). */
export async function serveConsole(app: FastifyInstance, directory: string): Promise<void> {
  if (existsSync(directory) && statSync(directory).isDirectory()) {
    await app.register(fastifyStatic, {
      root: directory,
      preCompressed: true,
      wildcard: true,
      index: 'index.html',
      cacheControl: false,
      setHeaders: (response, path) => {
        const isAsset = path.includes(`${sep}assets${sep}`)
        void response.header('cache-control', isAsset ? YEAR : 'no-cache')
      },
    })
  } else {
    app.get('/', { schema: { hide: true } }, (_request, reply) => sendNotBuilt(reply))
  }
  app.setNotFoundHandler((request, reply) => answerUnknown(request, reply, directory))
}

function answerUnknown(request: FastifyRequest, reply: FastifyReply, directory: string): FastifyReply {
  const path = request.url.split('?')[0] ?? '/'
  const isPage =
    request.method === 'GET' && path !== '/api' && !path.startsWith('/api/') && !path.startsWith('/assets/')
  if (!isPage) {
    return sendFailure(reply, request.id, { status: 404, code: 'route.missing', message: '没有这个接口或文件' })
  }
  if (!existsSync(join(directory, 'index.html'))) return sendNotBuilt(reply)
  return reply.status(200).header('cache-control', 'no-cache').sendFile('index.html', directory)
}

function sendNotBuilt(reply: FastifyReply): FastifyReply {
  return reply.status(200).type('text/html; charset=utf-8').header('cache-control', 'no-cache').send(NOT_BUILT)
}

/** Writes `.br` and `.gz` beside text files that lack them or are newer. */
export async function precompress(directory: string): Promise<void> {
  if (!existsSync(directory)) return
  for (const entry of await readdir(directory, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile() && TEXT_FILE.test(entry.name) && (await stat(path)).size >= MIN_BYTES) await compress(path)
  }
}

async function compress(path: string): Promise<void> {
  const { mtimeMs } = await stat(path)
  const isFresh = (suffix: string) => existsSync(path + suffix) && statSync(path + suffix).mtimeMs >= mtimeMs
  if (isFresh('.br') && isFresh('.gz')) return
  const content = await readFile(path)
  const brotli = { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } }
  await replaceFile(`${path}.br`, await promisify(brotliCompress)(content, brotli))
  await replaceFile(`${path}.gz`, await promisify(gzip)(content, { level: 9 }))
}

async function replaceFile(path: string, content: Buffer): Promise<void> {
  await writeFile(`${path}.new`, content)
  await rename(`${path}.new`, path)
}
