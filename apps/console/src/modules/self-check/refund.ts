/** What is typed as an amount → the form of the wire; null when it is none. */
export function parseRefund(text: string): string | null {
  const plain = text.trim().replaceAll(',', '').replaceAll('，', '')
  const match = /^(\d{1,12})(?:\.(\d{1,2}))?$/.exec(plain)
  return match ? `${String(BigInt(match[1] ?? '0'))}.${(match[2] ?? '').padEnd(2, '0')}` : null
}
