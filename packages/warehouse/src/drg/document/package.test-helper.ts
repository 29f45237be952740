import { posix } from 'node:path'
import { crc32, inflateRawSync } from 'node:zlib'

/**
 * The parts of an office document (docx, xlsx), opened as strictly as an office program does: sizes and checksums of the archive,
 * a content type for every part, XML that a parser takes, relationships that lead to a part. Throws what is wrong.
 */
export function openPackage(bytes: Buffer): ReadonlyMap<string, string> {
  const parts = unzip(bytes)
  for (const [name, xml] of parts) checkXml(name, xml)
  const types = parts.get('[Content_Types].xml')
  if (types === undefined) throw new Error('no content types')
  const overridden = values(types, 'PartName')
  const extensions = values(types, 'Extension')
  for (const name of overridden) if (!parts.has(name.slice(1))) throw new Error(`content type of a part that is not there: ${name}`) // prettier-ignore
  for (const name of parts.keys()) if (!overridden.includes(`/${name}`) && !extensions.includes(name.replace(/^.*\./, ''))) throw new Error(`no content type: ${name}`) // prettier-ignore
  for (const name of parts.keys()) if (name.endsWith('.rels')) checkRelations(name, parts)
  if (!parts.has('_rels/.rels')) throw new Error('nothing says which part is the document')
  return parts
}

function unzip(bytes: Buffer): Map<string, string> {
  const end = bytes.lastIndexOf(Buffer.from([0x50, 0x4b, 5, 6]))
  const parts = new Map<string, string>()
  let at = bytes.readUInt32LE(end + 16)
  for (let left = bytes.readUInt16LE(end + 10); left > 0; left--) {
    if (bytes.readUInt32LE(at) !== 0x02014b50) throw new Error('the directory of the archive is broken')
    const [crc, packed, size] = [16, 20, 24].map((place) => bytes.readUInt32LE(at + place)) as [number, number, number]
    const [label, extra, comment, local] = [bytes.readUInt16LE(at + 28), bytes.readUInt16LE(at + 30), bytes.readUInt16LE(at + 32), bytes.readUInt32LE(at + 42)] // prettier-ignore
    const name = bytes.toString('utf8', at + 46, at + 46 + label)
    const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28)
    const content = inflateRawSync(bytes.subarray(from, from + packed))
    const isWhole = bytes.readUInt32LE(local) === 0x04034b50 && bytes.toString('utf8', local + 30, local + 30 + label) === name // prettier-ignore
    if (!isWhole || content.length !== size || crc32(content) !== crc) throw new Error(`entry is broken: ${name}`)
    if (parts.has(name)) throw new Error(`entry twice: ${name}`)
    parts.set(name, content.toString('utf8'))
    at += 46 + label + extra + comment
  }
  return parts
}

const TAG = /<(\/?)([A-Za-z_][\w:.-]*)((?:\s+[\w:.-]+="[^"<]*")*)\s*(\/?)>/y

/** One root, tags closed in order, no attribute twice, prefixes declared, nothing that should have been escaped. */
function checkXml(name: string, xml: string): void {
  const bad = (why: string): never => {
    throw new Error(`${name}: ${why}`)
  }
  const body = xml.replace(/^<\?xml [^?]*\?>\s*/, '')
  const open: string[] = []
  const prefixes = new Set(['xml', 'xmlns', ...[...body.matchAll(/xmlns:(\w+)="/g)].map(([, prefix]) => prefix!)])
  let at = 0
  while (at < body.length) {
    TAG.lastIndex = at
    const [tag, close, element, attributes, own] = TAG.exec(body) ?? bad(`not a tag at ${at}: ${body.slice(at, at + 40)}`) // prettier-ignore
    const names = [...attributes!.matchAll(/([\w:.-]+)="([^"]*)"/g)]
    if (new Set(names.map(([, one]) => one)).size !== names.length) bad(`attribute twice in ${tag}`)
    for (const one of [element!, ...names.map(([, own]) => own!)]) if (one.includes(':') && !prefixes.has(one.split(':')[0]!)) bad(`prefix without namespace: ${one}`) // prettier-ignore
    for (const [, , value] of names) if (isRaw(value!)) bad(`not escaped: ${value}`)
    if (close === '/' && open.pop() !== element) bad(`closed out of order: ${tag}`)
    if (close !== '/' && own !== '/') open.push(element!)
    at += tag.length
    const text = body.slice(at, body.indexOf('<', at) === -1 ? undefined : body.indexOf('<', at))
    if (isRaw(text) || (open.length === 0 && text.trim() !== '')) bad(`text that may not stand here: ${text.slice(0, 40)}`) // prettier-ignore
    at += text.length
    if (open.length === 0 && body.slice(at).trim() !== '') bad('more than one root')
  }
  if (open.length > 0) bad(`not closed: ${open.join(' ')}`)
}

/** An ampersand that begins no entity, or a character that XML 1.0 cannot carry. */
const isRaw = (text: string): boolean => /&(?!(?:amp|lt|gt|quot|apos|#\d+|#x[\da-f]+);)|[\u0000-\u0008\u000b\u000c\u000e-\u001f]/i.test(text) // prettier-ignore

function checkRelations(name: string, parts: ReadonlyMap<string, string>): void {
  const folder = posix.dirname(posix.dirname(name))
  const source = posix.join(folder, posix.basename(name, '.rels'))
  const ids = values(parts.get(name)!, 'Id')
  for (const target of values(parts.get(name)!, 'Target')) if (!parts.has(posix.normalize(posix.join(folder, target)))) throw new Error(`${name}: nothing at ${target}`) // prettier-ignore
  for (const [, id] of (parts.get(source) ?? '').matchAll(/\sr:id="([^"]*)"/g)) if (!ids.includes(id!)) throw new Error(`${source}: no relationship ${id!}`) // prettier-ignore
}

const values = (xml: string, attribute: string): string[] => [...xml.matchAll(new RegExp(`\\s${attribute}="([^"]*)"`, 'g'))].map(([, value]) => value!) // prettier-ignore
