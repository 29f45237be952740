/** 违规依据 of an answer taken apart: the server writes `规则|知识点|…|名称=值|依据=…` in one field of the interface. */
export interface Evidence {
  readonly kpId: string | null
  /** What would be lawful, when the values say it: a requirement, or a limit. */
  readonly lawful: string | null
  readonly basis: string | null
  /** The values the judgement was made from, in the answer's order. */
  readonly facts: readonly { readonly label: string; readonly value: string }[]
}

const LABELS: Readonly<Record<string, string>> = { A: '对方项目', B: '本项目' }

function limitText(find: (label: string) => string | null): string | null {
  const yuan = find('上限元')
  if (yuan !== null) return `不超过 ${yuan} 元`
  const limit = find('上限')
  const unit = find('单位')
  return limit === null ? null : `${unit === null ? '' : `每${unit}`}不超过 ${limit}`
}

export function parseEvidence(text: string): Evidence {
  const [, kpId = '', ...parts] = text.split('|')
  const pairs = parts.map((part) => {
    const at = part.indexOf('=')
    return at < 0 ? { label: '', value: part } : { label: part.slice(0, at), value: part.slice(at + 1) }
  })
  const find = (label: string) => pairs.find((pair) => pair.label === label)?.value ?? null
  return {
    kpId: kpId === '' ? null : kpId,
    lawful: find('要求') ?? limitText(find),
    basis: find('依据'),
    facts: pairs
      .filter(({ label }) => label !== '依据' && label !== '要求' && label !== '')
      .map(({ label, value }) => ({ label: LABELS[label] ?? label, value })),
  }
}
