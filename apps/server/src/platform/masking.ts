/** 脱敏: what is shown of a personal number by default. Short numbers show nothing but their length class. */
export function maskNumber(text: string): string {
  if (text.length <= 4) return '*'.repeat(text.length)
  const head = text.length >= 10 ? 3 : 1
  const tail = text.length >= 10 ? 4 : 2
  return `${text.slice(0, head)}${'*'.repeat(text.length - head - tail)}${text.slice(-tail)}`
}
